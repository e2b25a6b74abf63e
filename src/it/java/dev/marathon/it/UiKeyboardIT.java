package dev.marathon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The web interface without a pointer: what is focused can be seen, and stays near where it was. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UiKeyboardIT {

  @TempDir static Path directory;

  private NodeProcess node;
  private Chromium browser;
  private String ui;

  @BeforeAll
  void start() throws IOException {
    assumeTrue(Chromium.installed().isPresent(), "no Chromium on this machine");
    node = NodeProcess.local(directory, "--simulate");
    browser = Chromium.start(directory.resolve("browser"));
    ui = node.api().root() + "/ui/";
  }

  @AfterAll
  void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
    if (node != null) {
      node.interrupt();
      node.exitCode();
    }
  }

  private Page page() {
    return browser.page().size(1280, 800).theme("light");
  }

  @Test
  void anAppIsCreatedScaledAndDestroyed() {
    try (var page = page()) {
      page.open(ui).shows("No applications yet").press("c").focuses("Id").type("/form/web");
      page.tabTo("Command").type("sleep 600").shows("Creates /form/web");
      page.control("Enter").focuses("Cancel").tabTo("Create").press("Enter");
      page.sees("location.hash === '#/apps/form/web'").focuses("web").shows("1 of 1 instance");

      page.press("s").focuses("Instances").type("2").shows("1 more instance").press("Enter");
      page.shows("2 of 2 instances").focuses("web");
      page.tabTo("Restart").press("Enter").focuses("Cancel").press("Escape").focuses("Restart");

      page.tabTo("More actions").press("Enter").focuses("Suspend").press("ArrowDown").focuses("Destroy");
      page.press("Escape").focuses("More actions").press("Enter").focuses("Suspend");
      page.press("ArrowUp").focuses("Destroy").press("Enter").focuses("Cancel");
      page.press("Escape").focuses("More actions").press("Enter").focuses("Suspend");
      page.press("ArrowUp").focuses("Destroy").press("Enter").focuses("Cancel");
      page.tabTo("Destroy").press("Enter").sees("location.hash === '#/apps?group=/form'").focuses("form");
      assertThat(page.problems).isEmpty();
    }
    assertThat(node.api().get("/v2/apps//form/web").status()).isEqualTo(404);
  }

  @Test
  void aFieldThatTheServerRefusesIsWhereOneGoesOn() {
    try (var page = page()) {
      page.open(ui + "#/new").shows("What runs").press("Tab").focuses("Skip to the page").press("Enter");
      page.focuses("Id").type("/form/refused").tabTo("Command").type("sleep 600");
      page.tabTo("Health checks").press("Enter");
      page.tabTo("Add a health check").press("Enter").tabTo("Interval").type("-1").shows("1 place to mend");
      page.tabTo("Environment").control("Enter").focuses("Cancel").tabTo("Create").press("Enter").focuses("Interval");
      assertThat(page.problems).isEmpty();
    }
  }

  @Test
  void rowsAreChosenByArrowsAndTheNextOneFollowsOneThatIsGone() {
    for (String name : List.of("a", "b", "c")) {
      var app = "{\"id\":\"/rows/%s\",\"cmd\":\"sleep 600\",\"cpus\":0.1,\"mem\":32}".formatted(name);
      assertThat(node.api().post("/v2/apps", app).status()).isEqualTo(201);
    }
    try (var page = page()) {
      page.open(ui + "#/apps?group=/rows").sees("document.querySelectorAll('[data-app]').length === 3");
      page.press("ArrowDown").focuses("a").press("ArrowDown").focuses("b").tabTo("Actions of /rows/b").press("Enter");
      page.focuses("Scale").press("ArrowUp").focuses("Destroy").press("Enter").focuses("Cancel");
      page.tabTo("Destroy").press("Enter").sees("document.querySelectorAll('[data-app]').length === 2").focuses("c");
      page.press("Enter").sees("location.hash === '#/apps/rows/c'").focuses("c");
      assertThat(page.problems).isEmpty();
    }
    node.api().delete("/v2/groups//rows");
  }
}
