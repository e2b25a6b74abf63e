package dev.marathon.local.agent.fetch;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * A directory that names from outside are resolved in.
 *
 * <p>A name leads to a place below the directory, through real directories only: no {@code ..}, no
 * absolute name, and no symbolic link on the way, wherever it points. So what is written by name
 * stays inside even if an archive brought links before.
 */
record SandboxRoot(Path directory) {

  /**
   * Where the name leads; its parent directories are made.
   *
   * @throws FetchFailed if it leads outside or through something that is no directory
   */
  Path place(String name) throws FetchFailed, IOException {
    var relative = relative(name);
    var at = directory;
    for (int i = 0; i < relative.getNameCount() - 1; i++) {
      at = at.resolve(relative.getName(i));
      makeDirectory(at, name);
    }
    return at.resolve(relative.getFileName());
  }

  /** The directory that the name leads to, made if it is missing. */
  Path directory(String name) throws FetchFailed, IOException {
    var at = place(name);
    makeDirectory(at, name);
    return at;
  }

  /** Where the name leads, for a new file: what is there is removed unless it is a directory. */
  Path newFile(String name) throws FetchFailed, IOException {
    var at = place(name);
    if (Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
      throw new FetchFailed("'" + name + "' is a directory already");
    }
    Files.deleteIfExists(at);
    return at;
  }

  /**
   * Checks the target of a link.
   *
   * @param link a path inside, as {@link #newFile} returned it
   * @return the target as it was written
   * @throws FetchFailed if it points outside
   */
  Path linkTarget(Path link, String target) throws FetchFailed {
    var written = path(target);
    var reached = link.getParent().resolve(written).normalize();
    if (written.isAbsolute() || !reached.startsWith(directory)) {
      throw new FetchFailed("link '" + link.getFileName() + "' points out of the sandbox");
    }
    return written;
  }

  private static void makeDirectory(Path at, String name) throws FetchFailed, IOException {
    try {
      Files.createDirectory(at);
    } catch (FileAlreadyExistsException there) {
      if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
        throw new FetchFailed("'" + name + "' leads through something that is no directory");
      }
    }
  }

  private static Path relative(String name) throws FetchFailed {
    var path = path(name);
    for (var part : path) {
      if (part.toString().equals("..")) {
        throw new FetchFailed("'" + name + "' leads out of the sandbox");
      }
    }
    var normal = path.normalize();
    if (path.isAbsolute() || normal.toString().isEmpty()) {
      throw new FetchFailed("'" + name + "' is no name inside the sandbox");
    }
    return normal;
  }

  private static Path path(String name) throws FetchFailed {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new FetchFailed("'" + name + "' cannot be a file name here", e);
    }
  }
}
