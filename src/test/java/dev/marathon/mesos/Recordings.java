package dev.marathon.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.mesos.v1.scheduler.Protos.Event;

/** What a real Mesos 1.12 master said. */
public final class Recordings {
  private Recordings() {}

  /** One event of each kind that was seen, in JSON on the wire. */
  static List<Event> events() {
    try {
      var events = new ArrayList<Event>();
      for (JsonNode json : new ObjectMapper().readTree(bytes("events.json"))) {
        var event = Event.newBuilder();
        JsonFormat.parser().ignoringUnknownFields().merge(json.toString(), event);
        events.add(event.build());
      }
      return events;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A whole event stream in protobuf, as RecordIO. */
  public static byte[] stream() {
    return bytes("stream-protobuf.recordio.bin");
  }

  /** The same as it was on the wire: status line, headers, chunks. */
  public static byte[] rawStream() {
    return bytes("stream-protobuf.http-raw.bin");
  }

  static byte[] bytes(String file) {
    try (var in = Recordings.class.getResourceAsStream("/mesos/" + file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
