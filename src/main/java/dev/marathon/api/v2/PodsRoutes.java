package dev.marathon.api.v2;

import akka.http.javadsl.model.HttpResponse;
import dev.marathon.api.ApiError;
import dev.marathon.api.Paths;
import dev.marathon.api.Resource;
import dev.marathon.api.Routes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * {@code /v2/pods}: this release has none. Every answer is 404, by which clients find out what a
 * server can do, and says why.
 */
public final class PodsRoutes implements Routes {

  private static final ApiError UNSUPPORTED =
      ApiError.notFound("pods are not supported by this release of Marathon");

  @Override
  public Optional<Resource> find(List<String> path) {
    var id = String.join("/", path).replaceFirst("::.*", "");
    if (id.isEmpty()) {
      return Optional.of(
          Resource.json().get(call -> answer(UNSUPPORTED)).post(call -> answer(UNSUPPORTED)));
    }
    var unknown = ApiError.notFound("Pod '" + Paths.absolute(List.of(id)) + "' does not exist");
    return Optional.of(
        Resource.json()
            .get(call -> answer(unknown))
            .put(call -> answer(UNSUPPORTED))
            .delete(call -> answer(unknown)));
  }

  private static CompletionStage<HttpResponse> answer(ApiError error) {
    return CompletableFuture.completedFuture(error.response());
  }
}
