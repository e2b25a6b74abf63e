package dev.marathon.api;

import akka.http.javadsl.model.HttpResponse;
import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.marathon.security.Identity.Right;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** {@code /logging}: how much this node logs, changed while it runs. */
final class LoggingRoutes {

  private static final List<String> LEVELS = List.of("trace", "debug", "info", "warn", "error");

  /** A logger of a new name is kept for ever, so there must be an end to names. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_$.]{1,200}");

  private static final int MOST_LOGGERS = 5_000;
  private static final int LONGEST_SECONDS = 7 * 24 * 3600;

  private final ApiContext context;
  private final LogLevels levels;

  LoggingRoutes(ApiContext context) {
    this.context = context;
    var scheduler = context.system().scheduler();
    this.levels =
        new LogLevels(
            (time, run) -> scheduler.scheduleOnce(time, run, context.system().executionContext()));
  }

  Resource resource() {
    return Resource.json().get(this::list).post(this::change);
  }

  private CompletionStage<HttpResponse> list(Call call) {
    Rights.requireNode(call, Right.VIEW);
    var json = JsonNodeFactory.instance.objectNode();
    levels.all().forEach(json::put);
    return CompletableFuture.completedFuture(Responses.ok(json));
  }

  private CompletionStage<HttpResponse> change(Call call) {
    Rights.requireNode(call, Right.UPDATE);
    return call.json().thenApply(body -> change(call, body));
  }

  private HttpResponse change(Call call, JsonNode body) {
    var level = level(body.path("level"));
    var name = name(body.path("logger"));
    var length = length(body.path("durationSeconds"));
    levels.set(name, level, length.map(Duration::ofSeconds));
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("level", body.path("level").asText())
            .put("logger", name);
    length.ifPresent(seconds -> json.put("durationSeconds", seconds));
    context.audit().made(call, "set_log_level", json.deepCopy());
    return Responses.ok(json);
  }

  private static Level level(JsonNode json) {
    if (!LEVELS.contains(json.asText())) {
      throw ApiError.invalidJson(
              "/level",
              json.isMissingNode() ? "error.path.missing" : "error.unknown.enum.literal",
              "must be one of " + String.join(", ", LEVELS))
          .refused();
    }
    return Level.valueOf(json.asText());
  }

  private String name(JsonNode json) {
    if (!json.isTextual() || !NAME.matcher(json.asText()).matches()) {
      throw ApiError.invalidJson(
              "/logger",
              json.isMissingNode() ? "error.path.missing" : "error.pattern",
              "must be the name of a logger, such as ROOT or dev.marathon.scheduler")
          .refused();
    }
    var known = levels.all();
    if (known.size() >= MOST_LOGGERS && !known.containsKey(json.asText())) {
      throw ApiError.notValid("/logger", "is not one of the loggers that there are").refused();
    }
    return json.asText();
  }

  private static Optional<Integer> length(JsonNode json) {
    if (json.isMissingNode() || json.isNull()) {
      return Optional.empty();
    }
    if (!json.isInt() || json.asInt() < 1 || json.asInt() > LONGEST_SECONDS) {
      throw ApiError.invalidJson(
              "/durationSeconds", "must be a whole number from 1 to " + LONGEST_SECONDS)
          .refused();
    }
    return Optional.of(json.asInt());
  }
}
