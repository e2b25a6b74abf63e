package dev.marathon.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests sent to a real master, and what it answered, header by header. */
class HttpProbesTest {
  @TempDir Path data;

  @Test
  void everyAnswerIsThatOfARealMaster() throws Exception {
    JsonNode probes;
    try (var file = getClass().getResourceAsStream("/mesos/http-probes.json")) {
      probes = new ObjectMapper().readTree(file);
    }
    var config = LocalClusterConfig.at(data).withAgents(1, "cpus:1;mem:64", "");
    try (var cluster = LocalCluster.start(config, place -> new FakeRunner())) {
      var client = new WireClient(cluster.master());
      var softly = new SoftAssertions();
      int checked = 0;
      for (var probe : probes) {
        check(client, probe, softly);
        checked++;
      }
      softly.assertAll();
      assertThat(checked).isGreaterThan(40);
    }
  }

  private static void check(WireClient client, JsonNode probe, SoftAssertions softly)
      throws Exception {
    var headers = new LinkedHashMap<String, String>();
    probe
        .get("headers")
        .properties()
        .forEach(entry -> headers.put(entry.getKey(), entry.getValue().asText()));
    var body =
        probe.has("bodyHex")
            ? HexFormat.of().parseHex(probe.get("bodyHex").asText())
            : probe.get("body").asText().getBytes(StandardCharsets.UTF_8);
    var name = probe.get("desc").asText();
    try (var stream =
        client.open(probe.get("method").asText(), probe.get("path").asText(), headers, body)) {
      softly
          .assertThat(stream.head.statusLine())
          .as(name)
          .isEqualTo("HTTP/1.1 " + probe.get("status").asText());
      var expected = new TreeMap<String, String>();
      probe
          .get("answerHeaders")
          .properties()
          .forEach(entry -> expected.put(entry.getKey(), entry.getValue().asText()));
      var actual = new TreeMap<String, String>();
      List<String> lines = new ArrayList<>(stream.head.headers());
      for (var line : lines) {
        var parts = line.split(": ", 2);
        if (!parts[0].equals("Date")
            && !(parts[0].equals("Connection") && headers.containsKey("Connection"))) {
          actual.put(parts[0], parts[0].equals("Mesos-Stream-Id") ? "*" : parts[1]);
        }
      }
      softly.assertThat(actual).as(name).isEqualTo(expected);
      if (probe.has("answer")) {
        softly.assertThat(stream.body()).as(name).isEqualTo(probe.get("answer").asText());
      }
    }
  }
}
