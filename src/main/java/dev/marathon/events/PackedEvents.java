package dev.marathon.events;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Events as bytes, in memory and in the journal: the JSON array of them, deflated where that is
 * worth while (events repeat each other; a hundred take a tenth). As trees a hundred thousand of
 * them would take more memory than everything else together.
 *
 * <p>Equal if the events are equal: the same events may be deflated to other bytes elsewhere.
 */
@JsonSerialize(using = PackedEvents.Writer.class)
@JsonDeserialize(using = PackedEvents.Reader.class)
public final class PackedEvents {

  /** Bytes of JSON from which on it is deflated. */
  private static final int WORTH_DEFLATING = 4_096;

  private static final ObjectMapper MAPPER = new JsonMapper();

  private final int count;
  private final boolean deflated;
  private final byte[] bytes;

  private PackedEvents(int count, boolean deflated, byte[] bytes) {
    this.count = count;
    this.deflated = deflated;
    this.bytes = bytes;
  }

  public static PackedEvents of(List<ApiEvent> events) {
    var json = new ByteArrayOutputStream(512 * events.size() + 2);
    try (var array = MAPPER.writer().writeValuesAsArray(json)) {
      for (var event : events) {
        var entry = MAPPER.createObjectNode().put("type", event.type());
        array.write(entry.set("data", event.data()));
      }
    } catch (IOException notToMemory) {
      throw new UncheckedIOException(notToMemory);
    }
    return pack(events.size(), json.toByteArray());
  }

  /** All of them as one. */
  static PackedEvents join(List<PackedEvents> parts) {
    var json = new ByteArrayOutputStream();
    int count = 0;
    json.write('[');
    for (var part : parts) {
      if (part.count > 0) {
        byte[] array = part.json();
        if (count > 0) {
          json.write(',');
        }
        json.write(array, 1, array.length - 2);
        count += part.count;
      }
    }
    json.write(']');
    return pack(count, json.toByteArray());
  }

  public int count() {
    return count;
  }

  public List<ApiEvent> unpack() {
    try {
      var events = new ArrayList<ApiEvent>(count);
      for (var event : MAPPER.readTree(json())) {
        events.add(new ApiEvent(event.path("type").asText(), (ObjectNode) event.path("data")));
      }
      return events;
    } catch (IOException notJson) {
      throw new UncheckedIOException(notJson);
    }
  }

  private static PackedEvents pack(int count, byte[] json) {
    if (json.length < WORTH_DEFLATING) {
      return new PackedEvents(count, false, json);
    }
    var deflater = new Deflater(Deflater.BEST_SPEED);
    var packed = new ByteArrayOutputStream(json.length / 8);
    try (var out = new DeflaterOutputStream(packed, deflater)) {
      out.write(json);
    } catch (IOException notToMemory) {
      throw new UncheckedIOException(notToMemory);
    } finally {
      deflater.end();
    }
    return new PackedEvents(count, true, packed.toByteArray());
  }

  private byte[] json() {
    if (!deflated) {
      return bytes;
    }
    try (var in = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    } catch (IOException damaged) {
      throw new UncheckedIOException(damaged);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PackedEvents that
        && count == that.count
        && unpack().equals(that.unpack());
  }

  @Override
  public int hashCode() {
    return count;
  }

  @Override
  public String toString() {
    return count + " events";
  }

  /** The array as it is, or {@code count} and {@code deflated}. */
  static final class Writer extends JsonSerializer<PackedEvents> {
    @Override
    public void serialize(PackedEvents events, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (!events.deflated) {
        json.writeRawValue(new String(events.bytes, StandardCharsets.UTF_8));
        return;
      }
      json.writeStartObject();
      json.writeNumberField("count", events.count);
      json.writeBinaryField("deflated", events.bytes);
      json.writeEndObject();
    }
  }

  /** Reads both forms. */
  static final class Reader extends JsonDeserializer<PackedEvents> {
    @Override
    public PackedEvents deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      boolean array = json.currentToken() == JsonToken.START_ARRAY;
      var tree = MAPPER.<JsonNode>readTree(json);
      return array
          ? pack(tree.size(), MAPPER.writeValueAsBytes(tree))
          : new PackedEvents(
              tree.required("count").intValue(), true, tree.required("deflated").binaryValue());
    }
  }
}
