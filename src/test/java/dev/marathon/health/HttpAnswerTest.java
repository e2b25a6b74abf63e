package dev.marathon.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Responses as servers send them, in one piece and byte by byte. */
class HttpAnswerTest {

  private static final String OK = "HTTP/1.1 200 OK\r\n";

  private static HttpAnswer fed(String text) {
    var whole = new HttpAnswer();
    whole.feed(bytes(text));
    var pieces = new HttpAnswer();
    for (var each : text.getBytes(StandardCharsets.UTF_8)) {
      pieces.feed(ByteBuffer.wrap(new byte[] {each}));
    }
    assertThat(pieces.known()).isEqualTo(whole.known());
    assertThat(pieces.done()).isEqualTo(whole.done());
    return whole;
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void statusIsKnownWithItsLineAndNoEarlier() {
    assertThat(fed("HTTP/1.1 200 OK").known()).isEmpty();
    assertThat(fed(OK).known()).contains(new ProbeAnswer.Status(200, "", ""));
    assertThat(fed("HTTP/1.0 404\n").known()).contains(new ProbeAnswer.Status(404, "", ""));
    assertThat(fed(OK).done()).isFalse();
  }

  @Test
  void bodyEndsByItsLength() {
    var answer = fed(OK + "Content-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello more");
    assertThat(answer.done()).isTrue();
    assertThat(answer.known()).contains(new ProbeAnswer.Status(200, "text/plain", "hello"));
    assertThat(fed(OK + "content-length: 0\r\n\r\n").done()).isTrue();
  }

  @Test
  void bodyComesInChunks() {
    var answer =
        fed(OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n");
    assertThat(answer.done()).isTrue();
    assertThat(answer.known()).contains(new ProbeAnswer.Status(200, "", "hello world"));
  }

  @Test
  void bodyWithoutLengthGoesOnToTheEndOfTheConnection() {
    var answer = fed(OK + "\r\nhello");
    assertThat(answer.done()).isFalse();
    assertThat(answer.known()).contains(new ProbeAnswer.Status(200, "", "hello"));
  }

  @Test
  void someStatusesHaveNoBody() {
    assertThat(fed("HTTP/1.1 204 No Content\r\n\r\n").done()).isTrue();
    assertThat(fed("HTTP/1.1 304 Not Modified\r\n\r\n").done()).isTrue();
    assertThat(fed("HTTP/1.1 101 Switching Protocols\r\n\r\n").done()).isTrue();
  }

  @Test
  void otherProtocolsAreNotHttp() {
    for (var text :
        new String[] {"SSH-2.0-OpenSSH_9.2\r\n", "HTTP/2 200\r\n", "200 OK\r\n", "\r\n"}) {
      assertThat(fed(text).known().orElseThrow()).isInstanceOf(ProbeAnswer.Silence.class);
      assertThat(fed(text).done()).isTrue();
    }
  }

  @Test
  void endlessResponsesAreCut() {
    var line = new HttpAnswer();
    line.feed(bytes("x".repeat(9_000)));
    assertThat(line.done()).isTrue();

    var body = new HttpAnswer();
    body.feed(bytes(OK + "\r\n"));
    for (int i = 0; i < 70 && !body.done(); i++) {
      body.feed(bytes("x".repeat(1_024)));
    }
    assertThat(body.done()).isTrue();
    assertThat(((ProbeAnswer.Status) body.known().orElseThrow()).body()).hasSize(16 << 10);
  }

  @Test
  void nonsenseInNumbersIsNotTakenForALength() {
    assertThat(fed(OK + "Content-Length: many\r\n\r\n").done()).isFalse();
    assertThat(fed(OK + "Content-Length: -1\r\n\r\n").done()).isFalse();
    assertThat(fed(OK + "Transfer-Encoding: chunked\r\n\r\nzz\r\n").done()).isTrue();
  }
}
