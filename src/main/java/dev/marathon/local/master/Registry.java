package dev.marathon.local.master;

import dev.marathon.local.wire.BadJson;
import dev.marathon.local.wire.Json;
import dev.marathon.local.wire.JsonReader;
import dev.marathon.local.wire.JsonWriter;
import dev.marathon.local.wire.ProtoJson;
import dev.marathon.local.wire.ProtoJsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Resource;

/**
 * The agents that were ever admitted, on disk: their ids survive a restart, and so do reservations
 * and volumes. What is known here but has not come back is neither there nor unknown, so questions
 * about it get no answer.
 *
 * <p>The file is JSON, replaced as a whole ({@code write, fsync, rename}), at most once per {@link
 * #flush()}.
 */
public final class Registry {

  /** What became of an agent. */
  public enum Standing {
    ADMITTED,
    UNREACHABLE,
    GONE
  }

  /**
   * @param since seconds since the epoch of the last change of standing
   * @param total with reservations and volumes, not allocated
   */
  public record Entry(String id, int index, Standing standing, double since, Resources total) {}

  private final Path file;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private boolean dirty;

  private Registry(Path file) {
    this.file = file;
  }

  /**
   * Opens or creates the file.
   *
   * @throws UncheckedIOException if it cannot be read or is no registry
   */
  public static Registry at(Path file) {
    var registry = new Registry(file);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      if (Files.exists(file)) {
        registry.load(JsonReader.read(Files.readString(file)));
      }
    } catch (BadJson | ClassCastException | IllegalArgumentException e) {
      throw new UncheckedIOException(new IOException("not a registry of agents: " + file, e));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the registry of agents " + file, e);
    }
    return registry;
  }

  public Optional<Entry> ofIndex(int index) {
    return entries.values().stream()
        .filter(entry -> entry.index == index && entry.standing != Standing.GONE)
        .reduce((older, newer) -> newer);
  }

  Optional<Entry> find(String id) {
    return Optional.ofNullable(entries.get(id));
  }

  public Collection<Entry> entries() {
    return List.copyOf(entries.values());
  }

  /** Adds or replaces; durable after the next {@link #flush()}. */
  void put(Entry entry) {
    if (!entry.equals(entries.put(entry.id, entry))) {
      dirty = true;
    }
  }

  void remove(String id) {
    dirty |= entries.remove(id) != null;
  }

  /** Writes the file if anything changed. */
  void flush() {
    if (!dirty) {
      return;
    }
    dirty = false;
    try {
      write(file, print().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the registry of agents " + file, e);
    }
  }

  private static void write(Path path, byte[] bytes) throws IOException {
    var temporary = path.resolveSibling(path.getFileName() + ".new");
    try (var channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      var buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(
        temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private String print() {
    var out = new JsonWriter().open('{').key("agents").open('[');
    for (var entry : entries.values()) {
      out.open('{').key("id").text(entry.id).key("index").number(entry.index);
      out.key("standing").text(entry.standing.name()).key("since").number(entry.since);
      out.key("total").open('[');
      entry.total.items().forEach(item -> ProtoJson.write(item, out));
      out.close(']').close('}');
    }
    return out.close(']').close('}').toString();
  }

  private void load(Json json) throws BadJson {
    for (var each : ((Json.Arr) ((Json.Obj) json).members().get("agents")).items()) {
      var agent = ((Json.Obj) each).members();
      var total = new ArrayList<Resource>();
      for (var item : ((Json.Arr) agent.get("total")).items()) {
        total.add(ProtoJsonReader.read(item, Resource.newBuilder()).build());
      }
      var entry =
          new Entry(
              ((Json.Text) agent.get("id")).value(),
              Integer.parseInt(((Json.Num) agent.get("index")).text()),
              Standing.valueOf(((Json.Text) agent.get("standing")).value()),
              Double.parseDouble(((Json.Num) agent.get("since")).text()),
              Resources.of(total));
      entries.put(entry.id, entry);
    }
  }
}
