package dev.marathon.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Reads server-sent events one by one. */
final class EventStream implements AutoCloseable {

  private static final long SECONDS = 30;

  private final ObjectMapper json = new ObjectMapper();
  private final InputStream in;
  private final BufferedReader lines;

  /**
   * @param id 0 if the event has none
   */
  record Event(long id, String type, JsonNode data) {}

  EventStream(InputStream in) {
    this.in = in;
    this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  /** Waits for the next event, at most half a minute. */
  Event next() throws Exception {
    return CompletableFuture.supplyAsync(this::read).get(SECONDS, TimeUnit.SECONDS);
  }

  private Event read() {
    long id = 0;
    String type = "";
    try {
      while (true) {
        var line = lines.readLine();
        assertThat(line).as("the stream goes on").isNotNull();
        if (line.startsWith("id: ")) {
          id = Long.parseLong(line.substring(4));
        } else if (line.startsWith("event: ")) {
          type = line.substring(7);
        } else if (line.startsWith("data: ")) {
          return new Event(id, type, json.readTree(line.substring(6)));
        }
      }
    } catch (IOException broken) {
      throw new AssertionError("the stream broke", broken);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
