package dev.marathon.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The limit of requests at once, and clients that do not send all of theirs. */
class HalfSentTest {

  private static final int PATIENCE_MILLIS = 60_000;
  private static final Pattern LENGTH = Pattern.compile("Content-Length: (\\d+)");
  private static final String BODY =
      "{\"id\":\"/web\",\"cmd\":\"sleep 1\",\"instances\":0,\"portDefinitions\":[]}";

  private final Server server = Server.limited(2);

  private final List<Half> opened = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    for (var half : opened) {
      half.leave();
    }
    server.close();
  }

  private Half half() throws IOException {
    return opened(BODY.substring(0, 20));
  }

  private Half opened(String sent) throws IOException {
    var half = new Half(sent);
    opened.add(half);
    return half;
  }

  /**
   * The two that fill all places. The questions by which it finds out take places too, so one of
   * the first two may have been refused.
   */
  private List<Half> two() {
    await()
        .until(
            () -> {
              if (status() == 503) {
                return true;
              }
              half();
              return false;
            });
    return await()
        .until(() -> opened.stream().filter(Half::waits).toList(), waiting -> waiting.size() == 2);
  }

  /** A connection on which a POST was begun. */
  private final class Half {
    private final Socket socket;
    private int length;

    Half(String sent) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
      socket.setSoTimeout(PATIENCE_MILLIS);
      send(
          "POST /v2/apps HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
              + "Content-Length: "
              + BODY.length()
              + "\r\n\r\n"
              + sent);
    }

    /** It was not answered. */
    boolean waits() {
      try {
        return socket.getInputStream().available() == 0;
      } catch (IOException closed) {
        return false;
      }
    }

    void sendRest() throws IOException {
      send(BODY.substring(20));
    }

    void send(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
    }

    /** Status line and headers of the next answer, or what came until the end. */
    String head() throws IOException {
      var head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = socket.getInputStream().read();
        if (next < 0) {
          break;
        }
        head.append((char) next);
      }
      var found = LENGTH.matcher(head);
      length = found.find() ? Integer.parseInt(found.group(1)) : 0;
      return head.toString();
    }

    /** Leaves out the body of the answer whose head was read. */
    void skipBody() throws IOException {
      socket.getInputStream().readNBytes(length);
    }

    void awaitEnd() throws IOException {
      socket.getInputStream().readAllBytes();
    }

    void leave() throws IOException {
      socket.close();
    }
  }

  private int status() {
    return server.get("/v2/apps").status();
  }

  private void awaitStatus(int wanted) {
    await().until(this::status, status -> status == wanted);
  }

  @Test
  void theyCountUntilTheirClientsAreGone() throws IOException {
    var both = two();
    assertThat(server.get("/v2/apps").header("Retry-After")).isEqualTo("1");
    both.get(0).leave();
    awaitStatus(200);
    both.get(1).leave();
    await().until(this::twoFit);
  }

  private boolean twoFit() {
    try {
      var halves = List.of(half(), half());
      for (var half : halves) {
        half.sendRest();
      }
      for (var half : halves) {
        if (half.head().startsWith("HTTP/1.1 503 ")) {
          return false;
        }
      }
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  @Test
  void whoSendsTheRestIsAnsweredAndMakesRoom() throws IOException {
    var one = two().get(0);
    one.sendRest();
    assertThat(one.head()).startsWith("HTTP/1.1 201 ");
    awaitStatus(200);
  }

  @Test
  void oneTooManyIsRefusedAtOnceAndItsConnectionIsNotKeptForTheRest() throws IOException {
    two();
    var third = half();
    assertThat(third.head()).startsWith("HTTP/1.1 503 ").contains("Retry-After: 1");
    third.awaitEnd();
  }

  @Test
  void oneTooManyThatWasSentWholeMayTryAgainOnItsConnection() throws IOException {
    var both = two();
    var third = opened(BODY);
    assertThat(third.head()).startsWith("HTTP/1.1 503 ");
    both.get(0).leave();
    awaitStatus(200);
    third.send("GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n");
    third.skipBody();
    assertThat(third.head()).startsWith("HTTP/1.1 200 ");
  }
}
