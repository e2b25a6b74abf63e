package dev.marathon.mesos.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HttpAnswerTest {

  private static ByteArrayInputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String body(HttpAnswer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  @Test
  void answersThatFollowEachOtherAreReadOneByOne() throws IOException {
    var in =
        bytes(
            "HTTP/1.1 202 Accepted\r\nDate: Sun, 22 Nov 2026 13:03:49 GMT\r\nContent-Length: 0\r\n\r\n"
                + "HTTP/1.1 400 Bad Request\r\ncontent-length: 4\r\n\r\nfour"
                + "HTTP/1.1 307 Temporary Redirect\r\nLocation: //10.0.0.1:5050\r\nContent-Length: 0\r\n\r\n");
    assertThat(HttpAnswer.read(in).status()).isEqualTo(202);
    var second = HttpAnswer.read(in);
    assertThat(second.status()).isEqualTo(400);
    assertThat(body(second)).isEqualTo("four");
    assertThat(second.last()).isFalse();
    assertThat(HttpAnswer.read(in).location()).hasValue("//10.0.0.1:5050");
    assertThat(in.available()).isZero();
  }

  @Test
  void chunksAreJoinedAndTrailersLeftOut() throws IOException {
    var in =
        bytes(
            "HTTP/1.1 503 Service Unavailable\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\nrest");
    assertThat(body(HttpAnswer.read(in))).isEqualTo("abc0123456789");
    assertThat(in.available()).isEqualTo(4);
  }

  @Test
  void interimAnswerIsSkipped() throws IOException {
    var in =
        bytes("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
    assertThat(HttpAnswer.read(in).status()).isEqualTo(202);
  }

  @Test
  void bodyWithoutALengthEndsWithTheConnection() throws IOException {
    var answer = HttpAnswer.read(bytes("HTTP/1.1 500 Error\r\n\r\nwhat went wrong"));
    assertThat(body(answer)).isEqualTo("what went wrong");
    assertThat(answer.last()).isTrue();
  }

  @Test
  void whatIsCutOffOrTooLongOrNotHttpIsRefused() {
    for (var broken :
        new String[] {
          "HTTP/1.1 202 Acc",
          "HTTP/1.1 202 Accepted\r\nContent-Length: 5\r\n\r\nfour",
          "HTTP/1.1 202 Accepted\r\nContent-Length: 5000000\r\n\r\n",
          "HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFF\r\n",
          "HTTP/1.1 202 Accepted\r\nX: " + "x".repeat(20_000) + "\r\n\r\n",
          "HTTP/1.1 202 Accepted\r\n" + "X: y\r\n".repeat(200) + "\r\n",
          "SSH-2.0-OpenSSH_9.2\r\n\r\n"
        }) {
      assertThatThrownBy(() -> HttpAnswer.read(bytes(broken)))
          .as(broken.substring(0, Math.min(60, broken.length())))
          .isInstanceOf(IOException.class);
    }
  }
}
