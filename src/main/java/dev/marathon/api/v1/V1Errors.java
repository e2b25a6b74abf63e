package dev.marathon.api.v1;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.marathon.api.ApiError;
import dev.marathon.base.AppId;
import dev.marathon.spec.Parsed;
import dev.marathon.spec.V1Error;
import java.util.Map;

/** Refusals in v1's words. */
final class V1Errors {

  private V1Errors() {}

  /**
   * A body's meaning.
   *
   * @throws dev.marathon.api.Refused 422 with {@code {"errors":[{"attribute":…,"error":…}]}}
   */
  static <T> T valid(Parsed<T> parsed) {
    if (parsed instanceof Parsed.Valid<T> valid) {
      return valid.value();
    }
    var json = JsonNodeFactory.instance.objectNode();
    var errors = json.putArray("errors");
    V1Error.of((Parsed.Invalid<?>) parsed)
        .forEach(
            error ->
                errors.addObject().put("attribute", error.attribute()).put("error", error.error()));
    throw new ApiError(422, json, Map.of()).refused();
  }

  static ApiError unknown(AppId app) {
    return ApiError.notFound("App '" + id(app) + "' does not exist");
  }

  static ApiError alreadyStarted(AppId app) {
    return ApiError.of(422, "requirement failed: Already started app '" + id(app) + "'");
  }

  static ApiError noTasks() {
    return ApiError.notFound("No tasks matched your filters");
  }

  private static String id(AppId app) {
    return app.path().substring(1);
  }
}
