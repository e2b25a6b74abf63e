package dev.marathon.local.agent.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;

/** Puts the entries of one archive into a sandbox. */
final class Unpacking implements AutoCloseable {

  private record Later(Path directory, int mode) {}

  private final SandboxRoot root;
  private final Budget budget;

  /** Innermost last: a directory that forbids writing must get its contents first. */
  private final Deque<Later> modes = new ArrayDeque<>();

  Unpacking(SandboxRoot root, Budget budget) {
    this.root = root;
    this.budget = budget;
  }

  void directory(String name, int mode) throws IOException, FetchFailed {
    budget.entry();
    if (Path.of(name).normalize().toString().isEmpty()) {
      return; // "./": the sandbox itself keeps its mode
    }
    modes.push(new Later(root.directory(name), mode));
  }

  void file(String name, int mode, InputStream content) throws IOException, FetchFailed {
    budget.entry();
    var file = root.newFile(name);
    try (var out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      budget.copy(content, out);
    }
    Files.setPosixFilePermissions(file, permissions(mode));
  }

  void symbolicLink(String name, String target) throws IOException, FetchFailed {
    budget.entry();
    var link = root.newFile(name);
    Files.createSymbolicLink(link, root.linkTarget(link, target));
  }

  void hardLink(String name, String target) throws IOException, FetchFailed {
    budget.entry();
    var existing = root.place(target);
    if (!Files.isRegularFile(existing, LinkOption.NOFOLLOW_LINKS)) {
      throw new FetchFailed("'" + name + "' is a link to '" + target + "', which is no file");
    }
    var link = root.place(name);
    if (!link.equals(existing)) {
      Files.createLink(root.newFile(name), existing);
    }
  }

  /** Read, write and execute bits; what lets a program change its user is not taken over. */
  static Set<PosixFilePermission> permissions(int mode) {
    var all = EnumSet.noneOf(PosixFilePermission.class);
    var order = PosixFilePermission.values();
    for (int i = 0; i < order.length; i++) {
      if ((mode & (0400 >> i)) != 0) {
        all.add(order[i]);
      }
    }
    return all;
  }

  @Override
  public void close() throws IOException {
    while (!modes.isEmpty()) {
      var later = modes.pop();
      if (Files.isDirectory(later.directory(), LinkOption.NOFOLLOW_LINKS)) {
        Files.setPosixFilePermissions(later.directory(), permissions(later.mode()));
      }
    }
  }
}
