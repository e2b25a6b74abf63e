package dev.marathon.api.v2;

import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.api.ApiContext;
import dev.marathon.api.ApiError;
import dev.marathon.api.Call;
import dev.marathon.api.Resource;
import dev.marathon.api.Responses;
import dev.marathon.api.Rights;
import dev.marathon.api.Routes;
import dev.marathon.base.CallbackUrl;
import dev.marathon.base.GroupId;
import dev.marathon.callbacks.CallbackReply;
import dev.marathon.callbacks.actor.CallbacksActor;
import dev.marathon.callbacks.actor.Delivery;
import dev.marathon.events.ApiEvent;
import dev.marathon.security.Identity.Right;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * {@code /v2/eventSubscriptions}: endpoints that get every event by POST. Whoever subscribes one
 * makes the node send requests and everything leave it, hence the rights.
 */
public final class SubscriptionsRoutes implements Routes {

  private static final String PARAMETER = "callbackUrl";

  private final ApiContext context;

  public SubscriptionsRoutes(ApiContext context) {
    this.context = context;
  }

  @Override
  public Optional<Resource> find(List<String> path) {
    return path.isEmpty()
        ? Optional.of(
            Resource.json().get(this::list).post(this::subscribe).delete(this::unsubscribe))
        : Optional.empty();
  }

  private CompletionStage<HttpResponse> list(Call call) {
    Rights.requireNode(call, Right.VIEW);
    return context.callbacks().shown().thenApply(shown -> Responses.ok(json(shown)));
  }

  private static ObjectNode json(CallbacksActor.Shown shown) {
    var json = JsonNodeFactory.instance.objectNode();
    var urls = json.putArray("callbackUrls");
    shown.deliveries().keySet().forEach(urls::add);
    var all = json.putArray("subscriptions");
    shown.deliveries().forEach((url, delivery) -> all.add(json(url, delivery, shown.last())));
    return json;
  }

  private static ObjectNode json(String url, Delivery delivery, long last) {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("callbackUrl", url)
            .put("lastEventId", delivery.position())
            .put("lag", Math.max(0, last - delivery.position()))
            .put("failures", delivery.failures())
            .put("lostEvents", delivery.losses().expired())
            .put("setAsideEvents", delivery.losses().setAside());
    delivery.losses().lastSetAside().ifPresent(number -> json.put("lastSetAside", number));
    delivery.error().ifPresent(error -> json.put("lastError", error));
    delivery.nextAttempt().ifPresent(at -> json.put("nextAttempt", at.toString()));
    return json;
  }

  private CompletionStage<HttpResponse> subscribe(Call call) {
    require(call);
    var url = url(call);
    CallbackUrl.problem(url)
        .ifPresent(
            problem -> {
              throw ApiError.notValid("/" + PARAMETER, problem).refused();
            });
    boolean env = call.identity().may(Right.ENV, GroupId.ROOT.path());
    return context
        .callbacks()
        .subscribe(url, env, call.cause())
        .thenApply(reply -> answer(call, "subscribe_event", url, reply));
  }

  private CompletionStage<HttpResponse> unsubscribe(Call call) {
    require(call);
    var url = url(call);
    return context
        .callbacks()
        .unsubscribe(url, call.cause())
        .thenApply(reply -> answer(call, "unsubscribe_event", url, reply));
  }

  private static void require(Call call) {
    Rights.requireNode(call, Right.UPDATE);
    Rights.require(call, Right.VIEW, GroupId.ROOT.path());
  }

  private static String url(Call call) {
    return call.query(PARAMETER)
        .filter(url -> !url.isBlank())
        .orElseThrow(
            () -> ApiError.notValid("/" + PARAMETER, "is required, as a parameter").refused());
  }

  private HttpResponse answer(Call call, String type, String url, CallbackReply reply) {
    if (reply instanceof CallbackReply.TooMany many) {
      throw ApiError.notValid(
              "/" + PARAMETER, "there are " + many.limit() + " subscriptions, which is the limit")
          .refused();
    }
    var fields =
        JsonNodeFactory.instance.objectNode().put("clientIp", call.clientIp()).put(PARAMETER, url);
    var event = ApiEvent.of(type, context.clock().instant(), fields);
    if (((CallbackReply.Done) reply).changed()) {
      context.events().happened(event);
      var written = JsonNodeFactory.instance.objectNode().put(PARAMETER, url);
      context.audit().made(call, type.replace("_event", ""), written);
    }
    return Responses.ok(event.data());
  }
}
