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
import dev.marathon.events.NumberedEvent;
import dev.marathon.security.Identity;
import dev.marathon.security.Identity.Right;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * {@code /v2/audit}: who changed what, newest first. {@code app}, {@code user} and {@code since}
 * choose, {@code limit} and {@code before} page. An entry is seen by who may see all that it is
 * about.
 */
public final class AuditRoutes implements Routes {

  private static final int USUAL = 100;
  private static final int MOST = 1_000;

  private final ApiContext context;

  public AuditRoutes(ApiContext context) {
    this.context = context;
  }

  @Override
  public Optional<Resource> find(List<String> path) {
    return path.isEmpty() ? Optional.of(Resource.json().get(this::list)) : Optional.empty();
  }

  private CompletionStage<HttpResponse> list(Call call) {
    Rights.requireAnyView(call);
    var wanted = wanted(call);
    long limit = number(call, "limit", USUAL, MOST);
    long before = number(call, "before", Long.MAX_VALUE, Long.MAX_VALUE);
    return context
        .audit()
        .entries()
        .thenApply(
            entries -> {
              var json = JsonNodeFactory.instance.objectNode();
              var list = json.putArray("entries");
              for (int i = entries.size() - 1; i >= 0 && list.size() < limit; i--) {
                var entry = entries.get(i);
                if (entry.number() < before && wanted.test(entry)) {
                  ObjectNode one = list.addObject().put("id", entry.number());
                  one.setAll(entry.event().data());
                }
              }
              return Responses.ok(json);
            });
  }

  private static Predicate<NumberedEvent> wanted(Call call) {
    var app = call.query("app").map(id -> id.startsWith("/") ? id : "/" + id);
    var user = call.query("user");
    var since = call.query("since").map(AuditRoutes::time);
    return entry -> {
      var data = entry.event().data();
      return visible(call.identity(), data)
          && app.map(id -> apps(data).contains(id)).orElse(true)
          && user.map(name -> name.equals(data.path("user").asText())).orElse(true)
          && since.map(entry::happenedSince).orElse(true);
    };
  }

  private static boolean visible(Identity reader, ObjectNode data) {
    var paths = new ArrayList<>(apps(data));
    data.path("groups").forEach(group -> paths.add(group.asText()));
    if (paths.isEmpty() && data.has("groupId")) {
      paths.add(data.path("groupId").asText());
    }
    return paths.isEmpty()
        ? reader.mayNode(Right.VIEW)
        : paths.stream().allMatch(path -> reader.may(Right.VIEW, path));
  }

  private static List<String> apps(ObjectNode data) {
    var apps = new ArrayList<String>();
    data.path("apps").forEach(app -> apps.add(app.path("id").asText()));
    return apps;
  }

  private static Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException invalid) {
      throw ApiError.of(400, "since takes an ISO-8601 time").refused();
    }
  }

  private static long number(Call call, String name, long usual, long most) {
    try {
      long number = call.query(name).map(Long::parseLong).orElse(usual);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException invalid) {
      // As below.
    }
    throw ApiError.of(400, name + " must be a number from 1 to " + most).refused();
  }
}
