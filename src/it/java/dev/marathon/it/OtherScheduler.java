package dev.marathon.it;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** Subscribes at a Mesos master under the id of somebody else. */
record OtherScheduler(InputStream events) implements AutoCloseable {

  static OtherScheduler subscribe(String master, String frameworkId)
      throws IOException, InterruptedException {
    var id = "{\"value\":\"" + frameworkId + "\"}";
    var request =
        HttpRequest.newBuilder(URI.create(master + "/api/v1/scheduler"))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(
                BodyPublishers.ofString(
                    """
                    {"type":"SUBSCRIBE","framework_id":%s,"subscribe":{"framework_info":
                     {"user":"root","name":"marathon","id":%s,"roles":["*"],
                      "capabilities":[{"type":"MULTI_ROLE"}]}}}"""
                        .formatted(id, id)))
            .build();
    return new OtherScheduler(
        HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream()).body());
  }

  /** The first event as JSON, without waiting for a second. */
  String firstEvent() throws IOException {
    var length = new StringBuilder();
    for (int c = events.read(); c != '\n'; c = events.read()) {
      if (c < 0) {
        throw new IOException("the master ended the stream: " + length);
      }
      length.append((char) c);
    }
    return new String(
        events.readNBytes(Integer.parseInt(length.toString())), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    events.close();
  }
}
