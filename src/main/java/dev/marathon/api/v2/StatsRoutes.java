package dev.marathon.api.v2;

import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.api.ApiContext;
import dev.marathon.api.ApiError;
import dev.marathon.api.Call;
import dev.marathon.api.Resource;
import dev.marathon.api.Responses;
import dev.marathon.api.Rights;
import dev.marathon.api.Routes;
import dev.marathon.base.Version;
import dev.marathon.metrics.History;
import dev.marathon.metrics.History.Bucket;
import dev.marathon.metrics.History.Count;
import dev.marathon.metrics.History.Level;
import dev.marathon.security.Identity.Right;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** {@code /v2/stats}: time series of this node, in memory since it leads. */
public final class StatsRoutes implements Routes {

  private static final Pattern WINDOW = Pattern.compile("(\\d{1,5})([smh])");
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  private final ApiContext context;

  public StatsRoutes(ApiContext context) {
    this.context = context;
  }

  @Override
  public Optional<Resource> find(List<String> path) {
    return path.isEmpty() ? Optional.of(Resource.json().get(this::show)) : Optional.empty();
  }

  private CompletionStage<HttpResponse> show(Call call) {
    Rights.requireNode(call, Right.VIEW);
    var text = call.query("window").orElse("1h");
    var window = window(text);
    var buckets = context.history().last(window);
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("window", text)
            .put("bucketSeconds", context.history().bucket(window).toSeconds())
            .put("since", Version.format(context.history().since()));
    column(json, "time", buckets, (bucket, to) -> to.add(bucket.begin().getEpochSecond()));
    count(json, "launches", buckets, Count.LAUNCHES);
    count(json, "failures", buckets, Count.FAILURES);
    var instances = json.putObject("instances");
    level(instances, "running", buckets, Level.RUNNING);
    level(instances, "staged", buckets, Level.STAGED);
    level(json, "deployments", buckets, Level.DEPLOYMENTS);
    var offers = json.putObject("offers");
    count(offers, "received", buckets, Count.OFFERS_RECEIVED);
    count(offers, "used", buckets, Count.OFFERS_USED);
    count(offers, "declined", buckets, Count.OFFERS_DECLINED);
    declines(json.putObject("declines"), buckets);
    requests(json.putObject("requests"), buckets);
    return CompletableFuture.completedFuture(Responses.ok(json));
  }

  private static void declines(ObjectNode json, List<Bucket> buckets) {
    var reasons = new TreeSet<String>();
    buckets.forEach(bucket -> reasons.addAll(bucket.declines().keySet()));
    for (var reason : reasons) {
      column(
          json,
          reason,
          buckets,
          (bucket, to) -> to.add(bucket.declines().getOrDefault(reason, 0L)));
    }
  }

  private static void requests(ObjectNode json, List<Bucket> buckets) {
    column(json, "count", buckets, (bucket, to) -> to.add(bucket.requests()));
    column(json, "errors", buckets, (bucket, to) -> to.add(bucket.errors()));
    var latency = json.putObject("latencyMs");
    column(latency, "mean", buckets, (bucket, to) -> to.add(rounded(bucket.latency().mean())));
    column(latency, "max", buckets, (bucket, to) -> to.add(rounded(bucket.latency().max())));
    column(latency, "p50", buckets, (bucket, to) -> to.add(rounded(bucket.latency().p50())));
    column(latency, "p95", buckets, (bucket, to) -> to.add(rounded(bucket.latency().p95())));
    column(latency, "p99", buckets, (bucket, to) -> to.add(rounded(bucket.latency().p99())));
  }

  private static double rounded(double millis) {
    return Math.round(millis * 100) / 100.0;
  }

  private static void count(ObjectNode json, String name, List<Bucket> buckets, Count count) {
    column(json, name, buckets, (bucket, to) -> to.add(bucket.counts().get(count)));
  }

  private static void level(ObjectNode json, String name, List<Bucket> buckets, Level level) {
    column(json, name, buckets, (bucket, to) -> to.add(Math.round(bucket.levels().get(level))));
  }

  private static void column(
      ObjectNode json, String name, List<Bucket> buckets, BiConsumer<Bucket, ArrayNode> value) {
    var column = json.putArray(name);
    buckets.forEach(bucket -> value.accept(bucket, column));
  }

  private static Duration window(String text) {
    var parts = WINDOW.matcher(text);
    if (parts.matches()) {
      long number = Long.parseLong(parts.group(1));
      var window =
          switch (parts.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
          };
      if (window.compareTo(SHORTEST) >= 0 && window.compareTo(History.LONGEST) <= 0) {
        return window;
      }
    }
    throw ApiError.of(
            400, "window must be from 1m to 24h, such as 90s, 15m or 6h, not '" + text + "'")
        .refused();
  }
}
