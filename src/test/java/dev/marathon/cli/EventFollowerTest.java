package dev.marathon.cli;

import static dev.marathon.cli.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventFollowerTest {

  private static final String STREAM = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";

  private static String event(int number) {
    return "event: x\r\nid: %d\r\ndata: {\"n\":%d}\r\n\r\n".formatted(number, number);
  }

  private static EventFollower follower(String url, Optional<String> since) {
    var settings =
        new Connection.Settings(
            List.of(url), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    var nothing = new PrintWriter(new StringWriter());
    var printer = new Printer(nothing, nothing, Format.table, false, false);
    return new EventFollower(
        Server.connect(settings, printer), "/v2/events", since, Duration.ofMillis(1));
  }

  @Test
  void aStreamThatEndsGoesOnAfterItsLastEvent() throws Exception {
    var attached = "event: event_stream_attached\r\ndata: {}\r\n\r\n";
    try (var server =
        ScriptedServer.answering(
            STREAM + event(8) + event(9) + attached + "event: x\r\nid: 10\r\ndata: {\"n",
            answer("503 Service Unavailable", "{\"message\":\"no leader\"}"),
            "",
            STREAM + event(10) + event(11))) {
      var seen = new ArrayList<String>();
      follower(server.url(), Optional.of("7")).read(5, seen::add);
      assertThat(seen).containsExactly("{\"n\":8}", "{\"n\":9}", "{}", "{\"n\":10}", "{\"n\":11}");
      assertThat(server.requests())
          .extracting(text -> text.replaceAll("(?s).*Last-Event-ID: (\\d+)\r.*", "$1"))
          .containsExactly("7", "9", "9", "9");
    }
  }

  @Test
  void whatIsRefusedOrNeverBeganIsNotTriedAgain() throws Exception {
    try (var server =
        ScriptedServer.answering(STREAM, answer("410 Gone", "{\"message\":\"too old\"}"))) {
      var follower = follower(server.url(), Optional.empty());
      assertThatThrownBy(() -> follower.read(5, event -> {})).hasMessage("too old");
      assertThat(server.requests().get(0)).doesNotContain("Last-Event-ID");
    }
    var nobody = follower("http://127.0.0.1:1", Optional.empty());
    assertThatThrownBy(() -> nobody.read(5, event -> {})).hasMessageContaining("cannot reach");
  }
}
