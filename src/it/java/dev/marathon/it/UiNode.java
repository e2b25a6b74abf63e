package dev.marathon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A node, the browser that looks at it, and a tab for each test. */
final class UiNode
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

  /** Makes the options of the node, and whatever they name, in the test's directory. */
  interface Options {
    List<String> in(Path directory) throws IOException;
  }

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private final Supplier<Path> directory;
  private final Options options;
  private NodeProcess node;
  private Chromium browser;
  private Page page;

  UiNode(Supplier<Path> directory, Options options) {
    this.directory = directory;
    this.options = options;
  }

  /** Without a browser on this machine the tests are skipped. */
  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    assumeTrue(Chromium.installed().isPresent(), "no Chromium on this machine");
    var here = directory.get();
    node = NodeProcess.local(here, options.in(here).toArray(String[]::new));
    browser = Chromium.start(here.resolve("browser"));
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    page = newPage();
  }

  /** Whatever a test did: no script failed, and nobody else was asked for anything. */
  @Override
  public void afterEach(ExtensionContext context) {
    page.close();
    assertThat(page.problems).isEmpty();
    assertThat(page.requests)
        .isNotEmpty()
        .allMatch(url -> url.startsWith(api().root() + "/") || url.equals("about:blank"));
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException, InterruptedException {
    if (browser != null) {
      browser.close();
    }
    if (node != null) {
      node.interrupt();
      node.exitCode();
    }
  }

  Api api() {
    return node.api();
  }

  /** Where the interface is. */
  String root() {
    return node.api().root() + "/ui/";
  }

  /** The tab of this test. */
  Page page() {
    return page;
  }

  /** Another tab. */
  Page newPage() {
    return browser.page().size(1280, 800).theme("light");
  }

  void create(String id, String command, String labels) {
    var body =
        "{\"id\":\"%s\",\"cmd\":%s,\"cpus\":0.1,\"mem\":32,\"labels\":%s}"
            .formatted(id, Page.quoted(command), labels);
    assertThat(api().post("/v2/apps", body).status()).isEqualTo(201);
  }

  /** Waits for a whole file that the browser saved. */
  static void saved(Path file, String text) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(file).content().contains(text));
  }

  /** Keeps what is seen, in both themes, for people to look at. */
  static void shoot(Page page, String name) {
    for (String theme : List.of("dark", "light")) {
      page.theme(theme).screenshot(SCREENSHOTS.resolve(name + "-" + theme + ".png"));
    }
  }
}
