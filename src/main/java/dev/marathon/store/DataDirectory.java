package dev.marathon.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The directory that holds everything one node keeps. Locked while the node runs, so that two never
 * share it.
 */
public final class DataDirectory implements AutoCloseable {

  private final Path root;
  private final FileLock lock;

  private DataDirectory(Path root, FileLock lock) {
    this.root = root;
    this.lock = lock;
  }

  /**
   * Creates the directory if needed and locks it.
   *
   * @throws IOException with a sentence for the operator, if it is in use or cannot be written
   */
  @SuppressWarnings("resource") // the channel lives as long as the lock
  public static DataDirectory open(Path root) throws IOException {
    try {
      Files.createDirectories(root);
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException unusable) {
      throw new IOException("cannot use the data directory " + root + ": " + unusable, unusable);
    }
    FileChannel channel;
    try {
      channel =
          FileChannel.open(
              root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException unwritable) {
      throw new IOException("cannot write to the data directory " + root, unwritable);
    }
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException heldByUs) {
      lock = null;
    }
    if (lock == null) {
      channel.close();
      throw new IOException(
          "the data directory " + root + " is in use by another Marathon; choose one by --data");
    }
    return new DataDirectory(root, lock);
  }

  public Path journal() {
    return root.resolve("journal.db");
  }

  public Path cluster() {
    return root.resolve("cluster");
  }

  public Path root() {
    return root;
  }

  @Override
  public void close() throws IOException {
    lock.channel().close();
  }
}
