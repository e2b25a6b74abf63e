package dev.marathon.local.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads files in sandboxes, and nothing else.
 *
 * <p>A path is either where a sandbox really lies or {@code /frameworks/F/executors/E/runs/R/…},
 * where R may be {@code latest}. Links are followed as long as they end in the same sandbox or in a
 * persistent volume of its tasks. What a path leads to is decided first, and then opened part by
 * part without following links, so that a task which exchanges a directory for a link in between
 * gains nothing. Blocks.
 */
final class SandboxFiles {

  private static final Path VIRTUAL = Path.of("/");
  private static final int RUN = 5;

  /** Types of files in {@code st_mode}. */
  static final int REGULAR = 0100000;

  static final int DIRECTORY = 0040000;
  static final int LINK = 0120000;
  static final int SPECIAL = 0010000;

  private final AgentContents contents;

  /**
   * A place that may be read.
   *
   * @param root a sandbox or volume, without links
   * @param inside where it is below the root; empty for the root itself
   */
  record Place(Path root, Path inside, boolean directory) {

    Path path() {
      return root.resolve(inside);
    }
  }

  /**
   * A file as {@code ls -l} shows it.
   *
   * @param mode type and permissions as in {@code stat}
   * @param seconds since 1970
   */
  record Listed(
      String name, int mode, int links, String user, String group, long size, long seconds) {}

  SandboxFiles(AgentContents contents) {
    this.contents = contents;
  }

  /** Where the path leads; empty if there is nothing or nothing that may be seen. */
  Optional<Place> find(String text) {
    try {
      var path = Path.of(text);
      if (!path.isAbsolute() || !path.equals(path.normalize())) {
        return Optional.empty();
      }
      var frameworks = contents.paths().frameworks();
      var parts =
          path.startsWith(frameworks)
              ? frameworks.getParent().relativize(path)
              : VIRTUAL.relativize(path);
      return place(parts);
    } catch (IllegalArgumentException | IOException e) {
      return Optional.empty();
    }
  }

  /** From {@code frameworks/F/executors/E/runs/R/…}. */
  private Optional<Place> place(Path parts) throws IOException {
    if (parts.getNameCount() <= RUN
        || !parts.getName(0).toString().equals("frameworks")
        || !parts.getName(2).toString().equals("executors")
        || !parts.getName(4).toString().equals("runs")) {
      return Optional.empty();
    }
    var runs = contents.paths().runs(parts.getName(1).toString(), parts.getName(3).toString());
    var run = runs.resolve(parts.getName(RUN));
    var sandbox = run.toRealPath();
    // Both directories belong to the agent; only what is below the run belongs to the task.
    if (!sandbox.getParent().equals(runs.toRealPath())) {
      return Optional.empty();
    }
    var target =
        parts.getNameCount() == RUN + 1
            ? sandbox
            : sandbox.resolve(parts.subpath(RUN + 1, parts.getNameCount()));
    return allowed(sandbox, target.toRealPath());
  }

  private Optional<Place> allowed(Path sandbox, Path real) {
    var volumes = contents.volumes(sandbox.getFileName().toString()).stream();
    return Stream.concat(Stream.of(sandbox), volumes.flatMap(SandboxFiles::real))
        .filter(real::startsWith)
        .findFirst()
        .map(
            root ->
                new Place(
                    root,
                    root.relativize(real),
                    Files.isDirectory(real, LinkOption.NOFOLLOW_LINKS)));
  }

  private static Stream<Path> real(Path volume) {
    try {
      return Stream.of(volume.toRealPath());
    } catch (IOException none) {
      return Stream.empty();
    }
  }

  /** What is in a directory, by name. */
  List<Listed> list(Place place) throws IOException {
    try (var directory = open(place.path(), place)) {
      var found = new ArrayList<Listed>();
      for (var entry : directory) {
        listed(directory, entry.getFileName(), place.path()).ifPresent(found::add);
      }
      found.sort(Comparator.comparing(Listed::name));
      return found;
    }
  }

  private static Optional<Listed> listed(
      SecureDirectoryStream<Path> directory, Path name, Path path) {
    try {
      var facts =
          directory
              .getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
              .readAttributes();
      var links = Files.getAttribute(path.resolve(name), "unix:nlink", LinkOption.NOFOLLOW_LINKS);
      return Optional.of(
          new Listed(
              name.toString(),
              mode(facts),
              (int) links,
              facts.owner().getName(),
              facts.group().getName(),
              facts.size(),
              facts.lastModifiedTime().toInstant().getEpochSecond()));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private static int mode(PosixFileAttributes facts) {
    int type = SPECIAL;
    if (facts.isRegularFile()) {
      type = REGULAR;
    } else if (facts.isDirectory()) {
      type = DIRECTORY;
    } else if (facts.isSymbolicLink()) {
      type = LINK;
    }
    return facts.permissions().stream()
        .mapToInt(permission -> 0400 >> permission.ordinal())
        .reduce(type, (bits, bit) -> bits | bit);
  }

  /**
   * Opens a file for reading.
   *
   * @throws IOException if it is not a regular file, or no longer
   */
  SeekableByteChannel open(Place place) throws IOException {
    try (var parent = open(place.path().getParent(), place)) {
      var name = place.path().getFileName();
      var facts =
          parent
              .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
              .readAttributes();
      // A pipe would keep the reader waiting for ever.
      if (!facts.isRegularFile()) {
        throw new IOException(place.path() + " is not a file");
      }
      return parent.newByteChannel(
          name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }
  }

  /** Opens a directory at or below the root of a place, step by step. */
  @SuppressWarnings("StreamResourceLeak") // closed by the caller
  private static SecureDirectoryStream<Path> open(Path directory, Place place) throws IOException {
    var at = secure(Files.newDirectoryStream(place.root()), place.root());
    for (var part : place.root().relativize(directory)) {
      if (!part.toString().isEmpty()) {
        try (var above = at) {
          at = secure(above.newDirectoryStream(part, LinkOption.NOFOLLOW_LINKS), part);
        }
      }
    }
    return at;
  }

  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream, Path path)
      throws IOException {
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    stream.close();
    throw new NotDirectoryException(path + " cannot be read safely on this system");
  }

  /**
   * Reads part of a file.
   *
   * @param offset beyond the end gives nothing
   */
  static byte[] read(SeekableByteChannel file, long offset, int length) throws IOException {
    long rest = file.size() - offset;
    if (rest <= 0) {
      return new byte[0]; // Systems refuse to go to a place that no file can have.
    }
    var bytes = ByteBuffer.allocate((int) Math.min(Math.max(0, length), rest));
    file.position(offset);
    while (bytes.hasRemaining() && file.read(bytes) >= 0) {
      continue;
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  /** Paths that lead to sandboxes, with where they lie. */
  Map<String, String> attached() {
    var all = new TreeMap<String, String>();
    for (var executor : contents.executors()) {
      var directory = executor.directory().toString();
      var runs =
          "/frameworks/"
              + executor.framework().getId().getValue()
              + "/executors/"
              + executor.id()
              + "/runs/";
      all.put(directory, directory);
      all.put(runs + "latest", directory);
      all.put(runs + executor.container(), directory);
    }
    return all;
  }
}
