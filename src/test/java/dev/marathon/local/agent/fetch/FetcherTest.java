package dev.marathon.local.agent.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FetcherTest {

  private static final FetchLimits LIMITS =
      new FetchLimits(
          1_000_000, 2_000_000, 100, Duration.ofSeconds(5), Duration.ofSeconds(10), 1_500_000);

  @TempDir Path directory;
  private Path sandbox;
  private Path outside;
  private Path source;
  private Fetcher fetcher;
  private final List<String> log = new ArrayList<>();

  @BeforeEach
  void directories() throws IOException {
    sandbox = Files.createDirectories(directory.resolve("work/sandbox"));
    outside = Files.writeString(directory.resolve("work/secret"), "untouched");
    source = Files.createDirectory(directory.resolve("source"));
    fetcher = new Fetcher(LIMITS, new FetchCache(directory.resolve("cache"), LIMITS.cache()));
  }

  private Fetcher.Need need() {
    return new Fetcher.Need(sandbox, "me", Files::newInputStream, log::add, () -> false);
  }

  private void fetch(CommandInfo.URI.Builder... uris) throws FetchFailed {
    fetcher.fetch(Arrays.stream(uris).map(CommandInfo.URI.Builder::build).toList(), need());
  }

  private static CommandInfo.URI.Builder uri(Object value) {
    return CommandInfo.URI.newBuilder().setValue(value.toString());
  }

  private String mode(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(sandbox.resolve(name)));
  }

  private List<String> content() throws IOException {
    try (var all = Files.walk(sandbox)) {
      return all.skip(1).map(path -> sandbox.relativize(path).toString()).sorted().toList();
    }
  }

  private interface Filling {
    void into(TarArchiveOutputStream tar) throws IOException;
  }

  private Path tar(String name, Filling filling) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      filling.into(tar);
    }
    var file = source.resolve(name);
    try (var out = compressed(name, Files.newOutputStream(file))) {
      out.write(bytes.toByteArray());
    }
    return file;
  }

  private static OutputStream compressed(String name, OutputStream out) throws IOException {
    if (name.endsWith("gz")) {
      return new GZIPOutputStream(out);
    }
    if (name.endsWith("bz2")) {
      return new BZip2CompressorOutputStream(out);
    }
    return name.endsWith("xz") ? new XZCompressorOutputStream(out) : out;
  }

  private static void file(TarArchiveOutputStream tar, String name, int mode, String text)
      throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var entry = new TarArchiveEntry(name, true);
    entry.setMode(mode);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  private static void link(TarArchiveOutputStream tar, String name, byte type, String target)
      throws IOException {
    var entry = new TarArchiveEntry(name, type);
    entry.setLinkName(target);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private interface ZipFilling {
    void into(ZipArchiveOutputStream zip) throws IOException;
  }

  private Path zip(String name, ZipFilling filling) throws IOException {
    var file = source.resolve(name);
    try (var zip = new ZipArchiveOutputStream(file)) {
      filling.into(zip);
    }
    return file;
  }

  private static void file(ZipArchiveOutputStream zip, String name, int mode, byte[] bytes)
      throws IOException {
    var entry = new ZipArchiveEntry(name);
    if (mode != 0) {
      entry.setUnixMode(mode);
    }
    zip.putArchiveEntry(entry);
    zip.write(bytes);
    zip.closeArchiveEntry();
  }

  @Test
  void filesComeUnderTheirOwnOrAnotherName() throws Exception {
    var plain = Files.writeString(source.resolve("plain.txt"), "hello");
    fetch(
        uri("file://" + plain),
        uri(plain).setOutputFile("deep/down/renamed"),
        uri(plain).setOutputFile("run").setExecutable(true));

    assertThat(sandbox.resolve("plain.txt")).hasContent("hello");
    assertThat(mode("plain.txt")).isEqualTo("rw-r--r--");
    assertThat(sandbox.resolve("deep/down/renamed")).hasContent("hello");
    assertThat(mode("run")).isEqualTo("rwxr-xr-x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.tar", "a.tar.gz", "a.tgz", "a.tar.bz2", "a.tbz2", "a.tar.xz", "a.txz"})
  void tarsAreUnpackedAndKept(String name) throws Exception {
    var archive =
        tar(
            name,
            tar -> {
              var top = new TarArchiveEntry("pkg/");
              top.setMode(0500);
              tar.putArchiveEntry(top);
              tar.closeArchiveEntry();
              file(tar, "pkg/run.sh", 04755, "#!/bin/sh\n");
              file(tar, "./pkg/data", 0640, "x");
              link(tar, "pkg/link", TarConstants.LF_SYMLINK, "../pkg/data");
              link(tar, "pkg/hard", TarConstants.LF_LINK, "pkg/data");
            });
    fetch(uri(archive));

    assertThat(content())
        .containsExactly(name, "pkg", "pkg/data", "pkg/hard", "pkg/link", "pkg/run.sh");
    assertThat(mode("pkg")).isEqualTo("r-x------");
    assertThat(mode("pkg/run.sh")).isEqualTo("rwxr-xr-x");
    assertThat((int) Files.getAttribute(sandbox.resolve("pkg/run.sh"), "unix:mode") & 07000)
        .isZero();
    assertThat(mode("pkg/data")).isEqualTo("rw-r-----");
    assertThat(sandbox.resolve("pkg/link")).hasContent("x");
    assertThat(sandbox.resolve("pkg/hard")).hasContent("x");
  }

  @Test
  void zipsAreUnpackedWithTheirModes() throws Exception {
    var archive =
        zip(
            "a.zip",
            zip -> {
              file(zip, "bin/run", 0100755, "go".getBytes(StandardCharsets.UTF_8));
              file(zip, "plain", 0, "x".getBytes(StandardCharsets.UTF_8));
              file(zip, "link", 0120777, "bin/run".getBytes(StandardCharsets.UTF_8));
            });
    fetch(uri(archive));

    assertThat(mode("bin/run")).isEqualTo("rwxr-xr-x");
    assertThat(mode("plain")).isEqualTo("rw-r--r--");
    assertThat(Files.readSymbolicLink(sandbox.resolve("link"))).isEqualTo(Path.of("bin/run"));
  }

  @Test
  void whatIsNotToBeUnpackedIsNot() throws Exception {
    var archive = tar("a.tgz", tar -> file(tar, "f", 0644, "x"));
    var gzip = tar("plain.txt.gz", tar -> file(tar, "g", 0644, "x"));
    fetch(
        uri(archive).setExtract(false),
        uri(archive).setExecutable(true).setOutputFile("x.tgz"),
        uri(archive).setOutputFile("no-archive"),
        uri(gzip));

    assertThat(content()).containsExactly("a.tgz", "no-archive", "plain.txt.gz", "x.tgz");
  }

  private void refused(Path archive, String why) {
    assertThatThrownBy(() -> fetch(uri(archive)))
        .isInstanceOf(FetchFailed.class)
        .hasMessageContaining("Failed to fetch '" + archive + "': Failed to extract archive")
        .hasMessageContaining(why);
    assertThat(outside).hasContent("untouched");
    assertThat(directory.resolve("work"))
        .isDirectoryNotContaining(path -> !List.of(sandbox, outside).contains(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../secret", "a/../../secret", "a/b/../../../secret", "..", "x/.."})
  void namesDoNotLeadOut(String name) throws Exception {
    refused(tar("a.tar", tar -> file(tar, name, 0644, "evil")), "leads out of the sandbox");
    refused(zip("a.zip", zip -> file(zip, name, 0, new byte[1])), "leads out of the sandbox");
  }

  @Test
  void absoluteNamesAreRefused() throws Exception {
    refused(tar("a.tar", tar -> file(tar, outside.toString(), 0644, "evil")), "no name inside");
    refused(zip("a.zip", zip -> file(zip, outside.toString(), 0, new byte[1])), "no name inside");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "/etc", "../secret", "a/../../secret"})
  void linksDoNotPointOut(String target) throws Exception {
    refused(
        tar("a.tar", tar -> link(tar, "l", TarConstants.LF_SYMLINK, target)),
        "points out of the sandbox");
    refused(
        zip("a.zip", zip -> file(zip, "l", 0120777, target.getBytes(StandardCharsets.UTF_8))),
        "points out of the sandbox");
  }

  @Test
  void nothingIsWrittenThroughALinkEvenOneThatLooksHarmless() throws Exception {
    // ".", then "here/..": each stays inside as it is written, together they lead one level up.
    refused(
        tar(
            "a.tar",
            tar -> {
              link(tar, "here", TarConstants.LF_SYMLINK, ".");
              link(tar, "up", TarConstants.LF_SYMLINK, "here/..");
              file(tar, "up/secret", 0644, "evil");
            }),
        "leads through something that is no directory");
  }

  @Test
  void aLinkIsReplacedNotFollowed() throws Exception {
    Files.createSymbolicLink(sandbox.resolve("out"), outside);
    fetch(uri(tar("a.tar", tar -> file(tar, "out", 0644, "mine"))));

    assertThat(outside).hasContent("untouched");
    assertThat(sandbox.resolve("out")).hasContent("mine").isRegularFile();
  }

  @Test
  void anOutputFileDoesNotLeadThroughALinkOrOut() throws Exception {
    var plain = Files.writeString(source.resolve("plain"), "evil");
    Files.createSymbolicLink(sandbox.resolve("l"), sandbox.getParent());
    for (var name : List.of("../secret", "l/secret", outside.toString(), ".", "..")) {
      assertThatThrownBy(() -> fetch(uri(plain).setOutputFile(name)))
          .isInstanceOf(FetchFailed.class);
    }
    assertThat(outside).hasContent("untouched");
  }

  @Test
  void hardLinksStayInside() throws Exception {
    refused(tar("a.tar", tar -> link(tar, "h", TarConstants.LF_LINK, "../secret")), "leads out");
    refused(
        tar(
            "b.tar",
            tar -> {
              link(tar, "s", TarConstants.LF_SYMLINK, "x");
              link(tar, "h", TarConstants.LF_LINK, "s");
            }),
        "which is no file");
  }

  @ParameterizedTest
  @ValueSource(bytes = {TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO})
  void devicesAndPipesAreRefused(byte type) throws Exception {
    refused(tar("a.tar", tar -> link(tar, "dev", type, "")), "neither file, directory nor link");
  }

  @Test
  void aBombStopsAtTheLimit() throws Exception {
    refused(
        tar("a.tgz", tar -> file(tar, "big", 0644, "0".repeat(2_000_001))),
        "larger than the limit of 2000000 bytes");
    refused(
        zip("a.zip", zip -> file(zip, "big", 0, new byte[2_000_001])),
        "larger than the limit of 2000000 bytes");
    refused(
        tar(
            "b.tgz",
            tar -> {
              for (int i = 0; i < 101; i++) {
                file(tar, "f" + i, 0644, "");
              }
            }),
        "more than the limit of 100 entries");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.tar", "a.tgz", "a.tbz2", "a.txz", "a.zip"})
  void aDamagedArchiveFails(String name) throws Exception {
    var archive = Files.writeString(source.resolve(name), "this is no archive, only text");

    refused(archive, "Unrecognized archive format");
    assertThat(content()).containsExactly(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "relative.txt",
        "ftp://127.0.0.1/x",
        "http://127.0.0.1:1/x",
        "http://127.0.0.1:1",
        "file:///no/such/file",
        "/no/such/file",
        "http://[broken/x",
        "http:///x",
        "/tmp",
        "x://"
      })
  void whatCannotBeHadFails(String uri) {
    assertThatThrownBy(() -> fetch(uri(uri)))
        .isInstanceOf(FetchFailed.class)
        .hasMessageStartingWith("Failed to fetch '" + uri + "': ");
  }

  /** Serves under /NAME what is in the source directory. */
  private final class Web implements AutoCloseable {
    final HttpServer server;
    final List<String> requests = new CopyOnWriteArrayList<>();

    Web() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(Executors.newCachedThreadPool());
      server.createContext(
          "/",
          exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            var file = source.resolve(exchange.getRequestURI().getPath().substring(1));
            boolean found = Files.exists(file);
            var bytes = found ? Files.readAllBytes(file) : "no".getBytes(StandardCharsets.UTF_8);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(found ? 200 : 404, head ? -1 : bytes.length);
            if (!head) {
              exchange.getResponseBody().write(bytes);
            }
            exchange.close();
          });
      server.start();
    }

    String url(String path) {
      return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + path;
    }

    @Override
    public void close() {
      server.stop(0);
      ((ExecutorService) server.getExecutor()).shutdown();
    }
  }

  @Test
  void archivesComeOverHttpAndAnErrorPageStaysInTheSandbox() throws Exception {
    tar("a.tgz", tar -> file(tar, "pkg/f", 0644, "x"));
    try (var web = new Web()) {
      fetch(uri(web.url("a.tgz")));
      assertThat(sandbox.resolve("pkg/f")).hasContent("x");

      assertThatThrownBy(() -> fetch(uri(web.url("nope.txt"))))
          .hasMessage(
              "Failed to fetch '%s': Error downloading resource, received HTTP return code 404"
                  .formatted(web.url("nope.txt")));
      assertThat(sandbox.resolve("nope.txt")).hasContent("no");
      assertThat(web.requests).containsExactly("GET /a.tgz", "GET /nope.txt");
    }
  }

  @Test
  void aDownloadStopsAtTheLimit() throws Exception {
    Files.write(source.resolve("big"), new byte[1_000_001]);
    try (var web = new Web()) {
      assertThatThrownBy(() -> fetch(uri(web.url("big"))))
          .hasMessageContaining("larger than the limit of 1000000 bytes");
      assertThatThrownBy(() -> fetch(uri(source.resolve("big"))))
          .hasMessageContaining("larger than the limit of 1000000 bytes");
    }
  }

  @Test
  void whatIsCachedIsFetchedOnce() throws Exception {
    Files.writeString(source.resolve("plain.txt"), "hello");
    try (var web = new Web()) {
      fetch(uri(web.url("plain.txt")).setCache(true));
      fetch(uri(web.url("plain.txt")).setCache(true).setOutputFile("again"));

      assertThat(web.requests)
          .filteredOn(request -> request.startsWith("GET"))
          .containsExactly("GET /plain.txt");
      assertThat(sandbox.resolve("again")).hasContent("hello");
      assertThat(directory.resolve("cache/me/c1-plain.txt")).hasContent("hello");
    }
  }

  @Test
  void theCacheForgetsWhatWasNotUsedForLongest() throws Exception {
    var cache = new FetchCache(directory.resolve("small"), 250);
    for (int i = 0; i < 5; i++) {
      cache.use(
          "me", "u" + i, "f", file -> Files.write(file, new byte[100]), () -> false, any -> {});
    }
    assertThat(cache.bytes()).isEqualTo(200);
    try (var files = Files.list(directory.resolve("small/me"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("c4-f", "c5-f");
    }
  }

  @Test
  void aFailedFetchIsNotCached() throws Exception {
    var cache = new FetchCache(directory.resolve("small"), 250);
    assertThatThrownBy(
            () ->
                cache.use(
                    "me",
                    "u",
                    "f",
                    file -> {
                      throw new FetchFailed("no");
                    },
                    () -> false,
                    any -> {}))
        .hasMessage("no");
    cache.use(
        "me",
        "u",
        "f",
        file -> Files.writeString(file, "yes"),
        () -> false,
        file -> assertThat(file).hasContent("yes"));
  }
}
