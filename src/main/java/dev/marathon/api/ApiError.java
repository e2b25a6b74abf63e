package dev.marathon.api;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.group.GroupReply;
import dev.marathon.spec.Parsed;
import dev.marathon.spec.Violation;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * An answer that refuses. The body has one of three forms: a message; a message with violations by
 * path; a message with the parser's text.
 *
 * @param status HTTP status, 400 or above
 * @param headers besides the common ones
 */
public record ApiError(int status, ObjectNode body, Map<String, String> headers) {

  public static ApiError of(int status, String message) {
    return new ApiError(
        status, JsonNodeFactory.instance.objectNode().put("message", message), Map.of());
  }

  public static ApiError notFound(String message) {
    return of(404, message);
  }

  /** A text that explains itself, in the form that parser messages have. */
  public static ApiError unreadable(String message, String details) {
    var error = of(400, message);
    error.body().put("details", details);
    return error;
  }

  /** A rule that one place of the body breaks. */
  public static ApiError notValid(String path, String text) {
    return invalid(Parsed.NOT_VALID, List.of(new Violation(path, List.of(text))));
  }

  /** A place of the body that has the wrong type or breaks a limit. */
  public static ApiError invalidJson(String path, String... errors) {
    return invalid(Parsed.INVALID_JSON, List.of(new Violation(path, List.of(errors))));
  }

  public static ApiError invalid(Parsed.Invalid<?> invalid) {
    return invalid(invalid.message(), invalid.details());
  }

  private static ApiError invalid(String message, List<Violation> violations) {
    var error = of(422, message);
    var details = error.body().putArray("details");
    for (var violation : violations) {
      var errors = details.addObject().put("path", violation.path()).putArray("errors");
      violation.errors().forEach(errors::add);
    }
    return error;
  }

  public static ApiError locked(Collection<UUID> deployments) {
    var error = of(409, GroupReply.Locked.MESSAGE);
    var list = error.body().putArray("deployments");
    deployments.forEach(id -> list.addObject().put("id", id.toString()));
    return error;
  }

  /**
   * Nothing was done, or it is not known whether something was.
   *
   * @param seconds after which trying again is worth while
   */
  public static ApiError unavailable(String message, int seconds) {
    return of(503, message).with("Retry-After", Integer.toString(seconds));
  }

  public ApiError with(String header, String value) {
    var all = new TreeMap<>(headers);
    all.put(header, value);
    return new ApiError(status, body, all);
  }

  public HttpResponse response() {
    var response = Responses.json(status, body);
    for (var header : headers.entrySet()) {
      response = response.addHeader(RawHeader.create(header.getKey(), header.getValue()));
    }
    return response;
  }

  /** This refusal on its way out of a chain of stages. */
  public Refused refused() {
    return new Refused(this);
  }
}
