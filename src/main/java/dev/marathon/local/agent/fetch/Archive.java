package dev.marathon.local.agent.fetch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * Unpacks an archive into a sandbox.
 *
 * <p>An archive that would put something outside, or anything but files, directories and links
 * inside, fails as a whole: what it holds was not meant well, or not for here.
 */
final class Archive {

  /** What a name ending says of the content. A lone {@code .gz} is no archive. */
  enum Kind {
    TAR(".tar"),
    TAR_GZIP(".tar.gz", ".tgz"),
    TAR_BZIP2(".tar.bz2", ".tbz2"),
    TAR_XZ(".tar.xz", ".txz"),
    ZIP(".zip");

    private final List<String> endings;

    Kind(String... endings) {
      this.endings = List.of(endings);
    }

    static Optional<Kind> of(String name) {
      return Arrays.stream(values())
          .filter(kind -> kind.endings.stream().anyMatch(name::endsWith))
          .findFirst();
    }
  }

  private static final int XZ_MEMORY_KIB = 128 * 1024;
  private static final int LINK_LENGTH = 4096;
  private static final int BLOCK = 512;

  private final Path file;
  private final Kind kind;

  Archive(Path file, Kind kind) {
    this.file = file;
    this.kind = kind;
  }

  void extract(SandboxRoot root, Budget budget) throws FetchFailed {
    try (var out = new Unpacking(root, budget)) {
      if (kind == Kind.ZIP) {
        zip(out);
      } else {
        tar(out);
      }
    } catch (FetchFailed e) {
      throw failed(root, e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      // The readers of damaged archives throw all kinds of unchecked exceptions.
      throw failed(root, "Unrecognized archive format", e);
    }
  }

  private FetchFailed failed(SandboxRoot root, String why, Exception cause) {
    return new FetchFailed(
        "Failed to extract archive '%s' to '%s': %s".formatted(file, root.directory(), why), cause);
  }

  private void tar(Unpacking out) throws IOException, FetchFailed {
    try (var in = new TarArchiveInputStream(decompressed())) {
      boolean any = false;
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        any = true;
        tarEntry(in, entry, out);
      }
      if (!any && !endsAtOnce()) {
        throw new IOException("no archive at all");
      }
    }
  }

  /** Whether the first block is the mark at the end of a tar: the archive is empty, not damaged. */
  private boolean endsAtOnce() throws IOException {
    try (var in = decompressed()) {
      return Arrays.equals(in.readNBytes(BLOCK), new byte[BLOCK]);
    }
  }

  private InputStream decompressed() throws IOException {
    var raw =
        new BufferedInputStream(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), 1 << 16);
    return switch (kind) {
      case TAR_GZIP ->
          GzipCompressorInputStream.builder()
              .setInputStream(raw)
              .setDecompressConcatenated(true)
              .get();
      case TAR_BZIP2 -> new BZip2CompressorInputStream(raw, true);
      case TAR_XZ ->
          XZCompressorInputStream.builder()
              .setInputStream(raw)
              .setDecompressConcatenated(true)
              .setMemoryLimitKiB(XZ_MEMORY_KIB)
              .get();
      case TAR, ZIP -> raw;
    };
  }

  private static void tarEntry(TarArchiveInputStream in, TarArchiveEntry entry, Unpacking out)
      throws IOException, FetchFailed {
    if (entry.isSymbolicLink()) {
      out.symbolicLink(entry.getName(), entry.getLinkName());
    } else if (entry.isLink()) {
      out.hardLink(entry.getName(), entry.getLinkName());
    } else if (entry.isDirectory()) {
      out.directory(entry.getName(), entry.getMode());
    } else if (entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO()) {
      throw new FetchFailed("'" + entry.getName() + "' is neither file, directory nor link");
    } else {
      out.file(entry.getName(), entry.getMode(), in);
    }
  }

  private void zip(Unpacking out) throws IOException, FetchFailed {
    try (var channel =
            Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        var zip = ZipFile.builder().setSeekableByteChannel(channel).get()) {
      for (var entries = zip.getEntries(); entries.hasMoreElements(); ) {
        zipEntry(zip, entries.nextElement(), out);
      }
    }
  }

  private static void zipEntry(ZipFile zip, ZipArchiveEntry entry, Unpacking out)
      throws IOException, FetchFailed {
    if (entry.isUnixSymlink()) {
      try (var in = zip.getInputStream(entry)) {
        out.symbolicLink(
            entry.getName(), new String(in.readNBytes(LINK_LENGTH), StandardCharsets.UTF_8));
      }
    } else if (entry.isDirectory()) {
      out.directory(entry.getName(), entry.getUnixMode() == 0 ? 0755 : entry.getUnixMode());
    } else {
      try (var in = zip.getInputStream(entry)) {
        out.file(entry.getName(), entry.getUnixMode() == 0 ? 0644 : entry.getUnixMode(), in);
      }
    }
  }
}
