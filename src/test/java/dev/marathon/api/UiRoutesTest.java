package dev.marathon.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UiRoutesTest {

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=UTF-8",
          "css", "text/css; charset=UTF-8",
          "js", "application/javascript; charset=UTF-8",
          "svg", "image/svg+xml",
          "txt", "text/plain; charset=UTF-8",
          "woff2", "font/woff2");

  private static final Pattern IMPORT =
      Pattern.compile("(?m)^(?:import|export) [^;]*from '(\\.[^']+)'");

  private Server server;

  @BeforeAll
  void start() {
    server = new Server();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void theRootLeadsToThePage() {
    assertThat(server.get("/").header("Location")).isEqualTo("/ui/");
    assertThat(server.get("/ui").header("Location")).isEqualTo("/ui/");
    assertThat(server.get("/ui/").text()).contains("<title>Marathon</title>");
  }

  @Test
  void everyFileIsServedWithItsTypeAndTheStrictPolicy() throws Exception {
    for (String file : files()) {
      var reply = server.get("/ui/" + file);
      assertThat(reply.status()).as(file).isEqualTo(200);
      assertThat(reply.header("Content-Type"))
          .as(file)
          .isEqualTo(TYPES.get(file.substring(file.lastIndexOf('.') + 1)));
      assertThat(reply.header("Content-Security-Policy"))
          .as(file)
          .startsWith("default-src 'none'; script-src 'self';")
          .doesNotContain("unsafe");
      assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }
  }

  @Test
  void anUnchangedFileIsNotSentAgain() {
    var first = server.get("/ui/main.js");
    assertThat(first.header("Cache-Control")).isEqualTo("no-cache");

    var again = server.get("/ui/main.js", "If-None-Match", "\"other\", " + first.header("ETag"));
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.text()).isEmpty();
    assertThat(server.get("/ui/main.js", "If-None-Match", "\"other\"").status()).isEqualTo(200);
  }

  @Test
  void nothingButTheFilesIsServed() {
    for (String path :
        List.of(
            "/ui/none.js",
            "/ui/lib",
            "/ui/..%2freference.conf",
            "/ui/%2e%2e/build.properties",
            "/ui/lib/..%5c..%5creference.conf",
            "/ui//etc/passwd",
            "/ui/.hidden")) {
      assertThat(server.get(path).status()).as(path).isEqualTo(404);
    }
    assertThat(server.post("/ui/main.js", "{}").status()).isEqualTo(405);
  }

  /** A page with a handler, a style or a script of its own would be refused by the policy. */
  @Test
  void thePageHasNothingInline() throws Exception {
    String page = server.get("/ui/").text();
    assertThat(page).doesNotContain("style=").doesNotContain("onload=").doesNotContain("<style");
    assertThat(page.split("<script", -1))
        .hasSize(3)
        .filteredOn(s -> s.startsWith(" src") || s.startsWith(" type"))
        .hasSize(2);
    for (String file : files()) {
      if (file.endsWith(".js") && !file.startsWith("vendor/")) {
        assertThat(server.get("/ui/" + file).text())
            .as(file)
            .doesNotContain("innerHTML")
            .doesNotContain("dangerouslySetInnerHTML")
            .doesNotContain("eval(");
      }
    }
  }

  /**
   * Otherwise the browser learns of it late; what is not needed at first would be loaded in vain.
   */
  @Test
  void thePageAnnouncesTheModulesThatItNeeds() {
    var announced =
        Pattern.compile("<link rel=\"modulepreload\" href=\"([^\"]+)\">")
            .matcher(server.get("/ui/").text())
            .results()
            .map(link -> link.group(1))
            .toList();
    var needed = new LinkedHashSet<String>();
    need("main.js", needed);
    needed.remove("main.js");
    assertThat(announced).containsExactlyInAnyOrderElementsOf(needed);
  }

  private void need(String module, Set<String> needed) {
    if (needed.add(module)) {
      IMPORT
          .matcher(server.get("/ui/" + module).text())
          .results()
          .map(one -> Path.of("/" + module).resolveSibling(one.group(1)).normalize().toString())
          .forEach(path -> need(path.substring(1), needed));
    }
  }

  private static List<String> files() throws IOException, URISyntaxException {
    var root = Path.of(UiRoutesTest.class.getResource("/ui").toURI());
    try (var all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .toList();
    }
  }
}
