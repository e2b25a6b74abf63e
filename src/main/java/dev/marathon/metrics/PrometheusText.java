package dev.marathon.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes metrics in the Prometheus text format under the original's names. */
final class PrometheusText {

  private static final Map<String, String> QUANTILES = quantiles();

  private final StringBuilder text = new StringBuilder();

  private static Map<String, String> quantiles() {
    var quantiles = new LinkedHashMap<String, String>();
    quantiles.put("p50", "0.5");
    quantiles.put("p75", "0.75");
    quantiles.put("p95", "0.95");
    quantiles.put("p98", "0.98");
    quantiles.put("p99", "0.99");
    quantiles.put("p999", "0.999");
    return quantiles;
  }

  void single(String name, String type, double value) {
    var plain = plain(name);
    text.append("# TYPE ").append(plain).append(' ').append(type).append('\n');
    line(plain, value);
  }

  void rates(String name, Meter meter) {
    meter.rates().forEach((rate, value) -> single(name + "_" + rate, "gauge", value));
  }

  void summary(String name, Map<String, Double> values, long count) {
    var plain = plain(name);
    text.append("# TYPE ").append(plain).append(" summary\n");
    QUANTILES.forEach(
        (key, quantile) -> line(plain + "{quantile=\"" + quantile + "\"}", values.get(key)));
    line(plain + "_count", count);
    for (var key : List.of("min", "mean", "max", "stddev")) {
      single(name + "_" + key, "gauge", values.get(key));
    }
  }

  private void line(String name, double value) {
    text.append(name).append(' ').append(Double.isNaN(value) ? 0.0 : value).append('\n');
  }

  private static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9_]", "_");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
