package dev.marathon.api;

import akka.http.javadsl.model.HttpResponse;
import dev.marathon.security.Identity.Right;
import java.util.concurrent.CompletableFuture;

/** {@code /config}: the settings that this node runs with. */
final class ConfigRoutes {

  private final ApiContext context;

  ConfigRoutes(ApiContext context) {
    this.context = context;
  }

  Resource resource() {
    return Resource.json().get(call -> CompletableFuture.completedFuture(shown(call)));
  }

  private HttpResponse shown(Call call) {
    Rights.requireNode(call, Right.VIEW);
    return Responses.ok(context.node().settings().get());
  }
}
