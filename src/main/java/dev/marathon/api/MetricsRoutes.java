package dev.marathon.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.marathon.metrics.MetricsReport;
import dev.marathon.security.Identity.Right;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** {@code /metrics} and {@code /metrics/prometheus}. */
public final class MetricsRoutes implements Routes {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final MetricsReport report;

  public MetricsRoutes(MetricsReport report) {
    this.report = report;
  }

  @Override
  public Optional<Resource> find(List<String> path) {
    return switch (String.join("/", path)) {
      case "metrics" -> Optional.of(Resource.json().get(this::json));
      case "metrics/prometheus" -> Optional.of(Resource.json().producing().get(this::prometheus));
      default -> Optional.empty();
    };
  }

  private CompletableFuture<akka.http.javadsl.model.HttpResponse> json(Call call) {
    Rights.requireNode(call, Right.VIEW);
    return CompletableFuture.completedFuture(Responses.ok(MAPPER.valueToTree(report.json())));
  }

  private CompletableFuture<akka.http.javadsl.model.HttpResponse> prometheus(Call call) {
    Rights.requireNode(call, Right.VIEW);
    return CompletableFuture.completedFuture(Responses.text(200, report.prometheus()));
  }
}
