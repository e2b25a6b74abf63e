package dev.marathon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running node reports, against the dashboard and the alert rules that come with it. */
class MetricsIT {

  private static final Pattern DOCUMENTED = Pattern.compile("`([^`]+)`");
  private static final Pattern CHOICE = Pattern.compile("\\{([^}]+)}");

  private static final Pattern OURS = Pattern.compile("marathon_[a-z0-9_]+");
  private static final Pattern TYPE =
      Pattern.compile("# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|summary)");
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{[a-z]+=\"[^\"\\\\]*\"})? ([-+]?[0-9.]+(?:E[-+]?[0-9]+)?)");

  @TempDir Path directory;

  @Test
  void dashboardAndAlertsAskForWhatIsThere() throws IOException {
    try (var node = NodeProcess.local(directory, "--simulate", "--max-running-deployments=1")) {
      var api = node.api();
      api.post("/v2/apps", "{\"id\":\"/m\",\"cmd\":\"sleep 60701\",\"instances\":3,\"cpus\":0.1,\"mem\":16}");
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(samples(api.get("/metrics/prometheus").body()))
                      .containsEntry("marathon_instances_running_gauge", 3.0)
                      .containsEntry("marathon_deployments_active_gauge", 0.0)
                      .containsEntry("marathon_apps_active_gauge", 1.0));
      // As long as it waits for an agent that is large enough, no other may begin.
      var waits = "{\"id\":\"/waits\",\"cmd\":\"sleep 60702\",\"cpus\":99999}";
      assertThat(api.post("/v2/apps", waits).status()).isEqualTo(201);
      var other = waits.replace("waits", "other");
      assertThat(api.post("/v2/apps", other).status()).isEqualTo(403);
      assertThat(api.post("/v2/apps", other).status()).isEqualTo(403);
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(samples(api.get("/metrics/prometheus").body()))
                      .containsEntry("marathon_deployments_dismissed_counter", 2.0)
                      .containsEntry("marathon_deployments_counter", 2.0));
      var samples = samples(api.get("/metrics/prometheus").body());
      assertThat(samples.get("marathon_tasks_launched_counter")).isEqualTo(3);
      assertThat(samples.get("marathon_tasks_time_to_running_timer_seconds_count")).isEqualTo(3);
      assertThat(samples.get("marathon_journal_batch_size_histogram_count")).isPositive();
      assertThat(samples.get("marathon_leadership_duration_gauge_seconds")).isPositive();
      assertThat(samples.get("marathon_http_requests_post_duration_timer_seconds_count"))
          .isPositive();
      assertThat(samples.get("marathon_debug_http_routes_v2_apps_post_duration_timer_seconds_count"))
          .isPositive();
      var asked = new TreeSet<String>();
      for (var expression : expressions()) {
        var names = OURS.matcher(expression);
        while (names.find()) {
          asked.add(names.group());
        }
      }
      assertThat(asked).hasSizeGreaterThan(30);
      assertThat(samples.keySet()).containsAll(asked);
      documentationTellsAll(api.get("/metrics").json());
    }
  }

  private static void documentationTellsAll(JsonNode report) throws IOException {
    var reported = new TreeSet<String>();
    for (var kind : List.of("counters", "gauges", "histograms", "meters", "timers")) {
      report
          .path(kind)
          .fieldNames()
          .forEachRemaining(
              name -> {
                if (name.startsWith("marathon.")) {
                  reported.add(name.substring("marathon.".length()));
                }
              });
    }
    var documented = documented();
    assertThat(documented).hasSizeGreaterThan(100);
    assertThat(reported)
        .as("reported but not in docs/metrics.md")
        .allMatch(name -> documented.stream().anyMatch(name::matches));
    assertThat(documented)
        .as("in docs/metrics.md but not reported")
        .allMatch(pattern -> reported.stream().anyMatch(name -> name.matches(pattern)));
  }

  /** Patterns of names, from the first columns of the tables; {@code {a,b}} is each, {@code <a>} any. */
  private static List<String> documented() throws IOException {
    var patterns = new ArrayList<String>();
    for (var line : Files.readAllLines(Path.of("docs/metrics.md"))) {
      if (line.startsWith("| `") && !line.startsWith("| `.")) {
        var names = DOCUMENTED.matcher(line.substring(0, line.indexOf('|', 1)));
        while (names.find()) {
          choices(names.group(1))
              .forEach(
                  name ->
                      patterns.add(name.replace(".", "\\.").replaceAll("<[a-z]+>", "[a-z0-9-]+")));
        }
      }
    }
    return patterns;
  }

  private static List<String> choices(String name) {
    var choice = CHOICE.matcher(name);
    return choice.find()
        ? Stream.of(choice.group(1).split(","))
            .map(one -> name.substring(0, choice.start()) + one + name.substring(choice.end()))
            .flatMap(one -> choices(one).stream())
            .toList()
        : List.of(name);
  }

  private static List<String> expressions() throws IOException {
    var all = new ArrayList<String>();
    var dashboard = new ObjectMapper().readTree(Path.of("conf/grafana-dashboard.json").toFile());
    dashboard.findValues("expr").forEach(expression -> all.add(expression.asText()));
    var alerts = new YAMLMapper().readTree(Path.of("conf/prometheus-alerts.yaml").toFile());
    alerts.findValues("expr").forEach(expression -> all.add(expression.asText()));
    return all;
  }

  /**
   * The text format 0.0.4, strictly: each line a sample after the TYPE of its metric, each metric
   * once, each line ended.
   */
  private static Map<String, Double> samples(String text) {
    assertThat(text).endsWith("\n");
    var samples = new HashMap<String, Double>();
    var types = new HashMap<String, String>();
    var last = "";
    for (var line : text.split("\n")) {
      var type = TYPE.matcher(line);
      if (type.matches()) {
        assertThat(types.put(type.group(1), type.group(2))).as(line).isNull();
        last = type.group(1);
        continue;
      }
      var sample = SAMPLE.matcher(line);
      assertThat(sample.matches()).as(line).isTrue();
      var name = sample.group(1);
      boolean part = types.get(last).equals("summary") && name.equals(last + "_count");
      assertThat(name.equals(last) || part).as(line + " after the type of " + last).isTrue();
      samples.put(name, Double.parseDouble(sample.group(3)));
    }
    return samples;
  }
}
