package dev.marathon.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.marathon.base.Cause;
import dev.marathon.owner.Stored;
import dev.marathon.owner.StoredTogether;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * JSON of a record of several events: {@code {"at":..,"epoch":..,"events":[{"kind":0,"cause":..,
 * "event":..}]}}. The manifest lists the wire names, {@code [a.b.v1,c.d.v1]}; a kind is the place
 * of the event's name in that list.
 */
final class TogetherFormat {

  private final Wire wire;
  private final ObjectMapper mapper;

  TogetherFormat(Wire wire, ObjectMapper mapper) {
    this.wire = wire;
    this.mapper = mapper;
  }

  /** Whether the manifest is that of a record of several events. */
  static boolean is(String manifest) {
    return manifest.startsWith("[");
  }

  /** Wire names of the events in a record with this manifest, whether of one or several. */
  static List<String> names(String manifest) {
    return is(manifest)
        ? List.of(manifest.substring(1, manifest.length() - 1).split(",", -1))
        : List.of(manifest);
  }

  String manifest(StoredTogether<?> together) {
    return names(together).stream().collect(Collectors.joining(",", "[", "]"));
  }

  private List<String> names(StoredTogether<?> together) {
    return together.events().stream().map(s -> wire.name(s.event())).distinct().toList();
  }

  byte[] write(StoredTogether<?> together) throws IOException {
    var names = names(together);
    var first = together.events().get(0);
    var bytes = new ByteArrayOutputStream(512 * together.events().size());
    try (var json = mapper.createGenerator(bytes)) {
      json.writeStartObject();
      json.writePOJOField("at", first.at());
      json.writeNumberField("epoch", first.epoch());
      json.writeArrayFieldStart("events");
      for (var stored : together.events()) {
        json.writeStartObject();
        json.writeNumberField("kind", names.indexOf(wire.name(stored.event())));
        json.writePOJOField("cause", stored.cause());
        json.writePOJOField("event", stored.event());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  StoredTogether<Object> read(byte[] bytes, String manifest) throws IOException {
    var types = new ArrayList<Class<?>>();
    names(manifest).forEach(name -> types.add(wire.type(name)));
    try (var json = mapper.createParser(bytes)) {
      return new Reading(json, types).together();
    }
  }

  /** Fields in the order they are written in; what a newer release adds is passed over. */
  private record Reading(JsonParser json, List<Class<?>> types) {

    StoredTogether<Object> together() throws IOException {
      Instant at = null;
      long epoch = 0;
      var events = new ArrayList<Stored<Object>>();
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        var field = json.currentName();
        json.nextToken();
        switch (field) {
          case "at" -> at = json.readValueAs(Instant.class);
          case "epoch" -> epoch = json.getLongValue();
          case "events" -> {
            while (json.nextToken() == JsonToken.START_OBJECT) {
              events.add(event(at, epoch));
            }
          }
          default -> json.skipChildren();
        }
      }
      return new StoredTogether<>(events);
    }

    private Stored<Object> event(Instant at, long epoch) throws IOException {
      int kind = 0;
      Cause cause = null;
      Object event = null;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        var field = json.currentName();
        json.nextToken();
        switch (field) {
          case "kind" -> kind = json.getIntValue();
          case "cause" -> cause = json.readValueAs(Cause.class);
          case "event" -> event = json.readValueAs(types.get(kind));
          default -> json.skipChildren();
        }
      }
      if (at == null || cause == null || event == null) {
        throw new IOException("an event of the record has no time, cause or content");
      }
      return new Stored<>(event, at, epoch, cause);
    }
  }
}
