package dev.marathon.local.agent.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.mesos.v1.Protos.CommandInfo;

/**
 * Fetches what a command needs into a sandbox, as the fetcher of Mesos does: one URI after the
 * other, under its last path component or {@code output_file}, mode 0644, or 0755 if executable;
 * archives are kept and unpacked beside.
 */
public final class Fetcher {

  private static final int OPEN = 0644;
  private static final int EXECUTABLE = 0755;

  private final FetchLimits limits;
  private final FetchCache cache;

  public Fetcher(FetchLimits limits, FetchCache cache) {
    this.limits = limits;
    this.cache = cache;
  }

  /**
   * One task that needs something.
   *
   * @param user whose files they will be, for the cache
   * @param files reads local files with that user's rights
   * @param log told what is done, line by line
   * @param cancelled whether nobody waits any more; looked at every 100 ms
   */
  public record Need(
      Path sandbox,
      String user,
      LocalFiles files,
      Consumer<String> log,
      BooleanSupplier cancelled) {}

  /**
   * Fetches all; blocks.
   *
   * @throws FetchFailed at the first one that cannot be had; what was fetched stays
   */
  public void fetch(List<CommandInfo.URI> uris, Need need) throws FetchFailed {
    long deadline = System.nanoTime() + limits.total().toNanos();
    BooleanSupplier stop =
        () -> need.cancelled().getAsBoolean() || System.nanoTime() - deadline > 0;
    var task = new Need(need.sandbox(), need.user(), need.files(), need.log(), stop);
    for (var uri : uris) {
      try {
        one(uri, task);
      } catch (FetchFailed e) {
        throw failed(uri, e.getMessage(), e);
      } catch (IOException e) {
        throw failed(uri, e.toString(), e);
      }
    }
  }

  private static FetchFailed failed(CommandInfo.URI uri, String why, Exception cause) {
    return new FetchFailed("Failed to fetch '" + uri.getValue() + "': " + why, cause);
  }

  private void one(CommandInfo.URI uri, Need need) throws FetchFailed, IOException {
    var root = new SandboxRoot(need.sandbox());
    var name = uri.getOutputFile().isEmpty() ? lastComponent(uri.getValue()) : uri.getOutputFile();
    var file = root.newFile(name);
    need.log().accept("Fetching URI '" + uri.getValue() + "'");
    if (uri.getCache() && fits(uri.getValue(), need)) {
      cache.use(
          need.user(),
          uri.getValue(),
          lastComponent(uri.getValue()),
          into -> bring(uri.getValue(), into, need),
          need.cancelled(),
          cached -> copy(() -> Files.newInputStream(cached), file, need));
    } else {
      bring(uri.getValue(), file, need);
    }
    finish(uri, name, file, root, need);
  }

  private void finish(CommandInfo.URI uri, String name, Path file, SandboxRoot root, Need need)
      throws FetchFailed, IOException {
    int mode = uri.getExecutable() ? EXECUTABLE : OPEN;
    Files.setPosixFilePermissions(file, Unpacking.permissions(mode));
    var kind = Archive.Kind.of(name);
    if (uri.getExtract() && !uri.getExecutable() && kind.isPresent()) {
      new Archive(file, kind.get())
          .extract(root, new Budget(limits.extracted(), limits.entries(), need.cancelled()));
      need.log().accept("Extracted '" + file + "' into '" + root.directory() + "'");
    }
    need.log().accept("Fetched '" + uri.getValue() + "' to '" + file + "'");
  }

  /** Whether it may go to the cache: something larger than the whole cache may not. */
  private boolean fits(String uri, Need need) throws FetchFailed {
    return local(uri).isPresent()
        || new Download(limits, need.cancelled()).length(remote(uri)).orElse(0) <= limits.cache();
  }

  private void bring(String uri, Path file, Need need) throws FetchFailed, IOException {
    var local = local(uri);
    if (local.isPresent()) {
      copy(() -> need.files().open(local.get()), file, need);
    } else {
      new Download(limits, need.cancelled()).get(remote(uri), file);
    }
  }

  private interface Opening {
    InputStream open() throws IOException;
  }

  private void copy(Opening source, Path file, Need need) throws FetchFailed, IOException {
    var budget = new Budget(limits.download(), Integer.MAX_VALUE, need.cancelled());
    try (var in = source.open();
        var out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      budget.copy(in, out);
    }
  }

  private static Optional<Path> local(String uri) throws FetchFailed {
    var path = uri.startsWith("file://") ? uri.substring("file://".length()) : uri;
    if (path.startsWith("localhost/") && !path.equals(uri)) {
      path = path.substring("localhost".length());
    }
    if (path.startsWith("/")) {
      return Optional.of(Path.of(path));
    }
    if (path.equals(uri) && uri.contains("://")) {
      return Optional.empty();
    }
    throw new FetchFailed(
        "A relative path was passed for the resource but the agent has no frameworks home");
  }

  private static URI remote(String uri) throws FetchFailed {
    try {
      var parsed = new URI(uri);
      var scheme = String.valueOf(parsed.getScheme());
      if (!scheme.equalsIgnoreCase("http") && !scheme.equalsIgnoreCase("https")) {
        throw new FetchFailed("scheme '" + scheme + "' is not supported");
      }
      if (parsed.getHost() == null) {
        throw new FetchFailed("Malformed URI: it names no host");
      }
      return parsed;
    } catch (URISyntaxException e) {
      throw new FetchFailed("Malformed URI: " + e.getReason(), e);
    }
  }

  private static String lastComponent(String uri) throws FetchFailed {
    var path = uri.substring(Math.max(0, uri.indexOf("://") < 0 ? 0 : uri.indexOf("://") + 3));
    int slash = path.lastIndexOf('/');
    if (slash < 0 || slash == path.length() - 1) {
      throw new FetchFailed("Malformed URI (missing path): " + uri);
    }
    return path.substring(slash + 1);
  }
}
