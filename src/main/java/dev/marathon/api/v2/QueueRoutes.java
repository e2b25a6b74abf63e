package dev.marathon.api.v2;

import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.marathon.api.ApiContext;
import dev.marathon.api.ApiError;
import dev.marathon.api.Call;
import dev.marathon.api.Paths;
import dev.marathon.api.Resource;
import dev.marathon.api.Responses;
import dev.marathon.api.Rights;
import dev.marathon.api.Routes;
import dev.marathon.base.AppId;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.security.Identity.Right;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** {@code /v2/queue}: apps that lack instances. */
public final class QueueRoutes implements Routes {

  private final ApiContext context;

  public QueueRoutes(ApiContext context) {
    this.context = context;
  }

  @Override
  public Optional<Resource> find(List<String> path) {
    if (path.isEmpty()) {
      return Optional.of(Resource.json().get(this::list));
    }
    return Paths.fromEnd(path, 1).equals("delay")
        ? Paths.app(Paths.dropLast(path, 1))
            .map(id -> Resource.json().delete(call -> resetDelay(call, id)))
        : Optional.empty();
  }

  private CompletionStage<HttpResponse> list(Call call) {
    var fields = Fields.of(call);
    boolean unused = call.queries("embed").contains("lastUnusedOffers");
    return context
        .owners()
        .overview()
        .thenApply(
            overview -> {
              var json =
                  new QueueJson(call.identity(), overview, context.clock().instant(), unused);
              var waiting =
                  overview.waiting().stream()
                      .filter(app -> call.identity().may(Right.VIEW, app.demand().appId().path()))
                      .toList();
              return Responses.list("{\"queue\":", waiting, app -> fields.of(json.write(app)), "}");
            });
  }

  private CompletionStage<HttpResponse> resetDelay(Call call, AppId id) {
    Rights.require(call, Right.UPDATE, id.path());
    return context
        .owners()
        .overview()
        .thenCompose(
            overview -> {
              if (overview.app(id).flatMap(app -> app.demand()).isEmpty()) {
                throw ApiError.notFound("Application " + id + " not found in tasks queue.")
                    .refused();
              }
              return context
                  .owners()
                  .ledger(id.ledger(), new LedgerCommand.ResetBackoff(id), call.cause());
            })
        .thenApply(
            reply -> {
              var fields = JsonNodeFactory.instance.objectNode();
              fields.putArray("apps").addObject().put("id", id.path());
              context.audit().made(call, "reset_delay", fields);
              return Responses.empty(204);
            });
  }
}
