package dev.marathon.api;

import akka.http.javadsl.model.HttpResponse;
import dev.marathon.security.Identity.Right;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** {@code /config}: the settings that this node runs with. */
final class ConfigRoutes implements Routes {

  private final ApiContext context;

  ConfigRoutes(ApiContext context) {
    this.context = context;
  }

  @Override
  public Optional<Resource> find(List<String> path) {
    return path.equals(List.of("config"))
        ? Optional.of(Resource.json().get(call -> CompletableFuture.completedFuture(shown(call))))
        : Optional.empty();
  }

  private HttpResponse shown(Call call) {
    Rights.requireNode(call, Right.VIEW);
    return Responses.ok(context.node().settings().get());
  }
}
