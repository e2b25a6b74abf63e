package dev.marathon.store;

import akka.serialization.SerializerWithStringManifest;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.marathon.base.Cause;
import dev.marathon.owner.Held;
import dev.marathon.owner.JournalEntry;
import dev.marathon.owner.Stored;
import dev.marathon.owner.StoredTogether;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * JSON of journal entries and snapshots. The manifest is the wire name of the event or state inside
 * the envelope, so a class may move or be renamed without touching what is stored.
 */
public final class WireSerializer extends SerializerWithStringManifest {

  static final String EPOCH_BEGAN = "owner.epoch-began.v1";
  static final String RESTED = "owner.rested.v1";

  private final Wire wire = WireNames.all();
  private final ObjectMapper mapper = JournalMapper.create();
  private final TogetherFormat together = new TogetherFormat(wire, mapper);

  /** Envelope of an event as stored. */
  record Envelope<E>(Instant at, long epoch, Cause cause, E event) {}

  /** Envelope of a snapshot as stored. */
  record Snapshot<S>(long epoch, @JsonProperty("state") S state) {}

  @Override
  public int identifier() {
    return 410_177;
  }

  @Override
  public String manifest(Object value) {
    if (value instanceof Stored<?> stored) {
      return wire.name(stored.event());
    }
    if (value instanceof StoredTogether<?> several) {
      return together.manifest(several);
    }
    if (value instanceof Held<?> held) {
      return wire.name(held.state());
    }
    return value instanceof JournalEntry.Rested<?> ? RESTED : EPOCH_BEGAN;
  }

  @Override
  public byte[] toBinary(Object value) {
    try {
      if (value instanceof Stored<?> stored) {
        return mapper.writeValueAsBytes(
            new Envelope<>(stored.at(), stored.epoch(), stored.cause(), stored.event()));
      }
      if (value instanceof StoredTogether<?> several) {
        return together.write(several);
      }
      if (value instanceof Held<?> held) {
        return mapper.writeValueAsBytes(new Snapshot<>(held.epoch(), held.state()));
      }
      return mapper.writeValueAsBytes(value);
    } catch (IOException cannotWrite) {
      throw new UncheckedIOException(cannotWrite);
    }
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    try {
      if (manifest.equals(EPOCH_BEGAN)) {
        return mapper.readValue(bytes, JournalEntry.EpochBegan.class);
      }
      if (manifest.equals(RESTED)) {
        return mapper.readValue(bytes, JournalEntry.Rested.class);
      }
      if (TogetherFormat.is(manifest)) {
        return together.read(bytes, manifest);
      }
      var type = wire.type(manifest);
      if (WireNames.state(manifest)) {
        Snapshot<?> snapshot = mapper.readValue(bytes, wrapped(Snapshot.class, type));
        return new Held<>(snapshot.state(), snapshot.epoch());
      }
      Envelope<?> envelope = mapper.readValue(bytes, wrapped(Envelope.class, type));
      return new Stored<>(envelope.event(), envelope.at(), envelope.epoch(), envelope.cause());
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException unreadable) {
      var problem =
          new NotSerializableException(
              "cannot read '" + manifest + "': " + unreadable.getMessage());
      problem.initCause(unreadable);
      throw problem;
    }
  }

  private JavaType wrapped(Class<?> envelope, Class<?> content) {
    return mapper.getTypeFactory().constructParametricType(envelope, content);
  }
}
