package dev.marathon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The web interface without a pointer: what is focused can be seen, and stays near where it was. */
class UiKeyboardIT {

  @TempDir static Path directory;

  @RegisterExtension
  static final UiNode NODE = new UiNode(() -> directory, d -> List.of("--simulate"));

  private Page page;
  private String ui;

  @BeforeEach
  void open() {
    page = NODE.page();
    ui = NODE.root();
  }

  @Test
  void anAppIsCreatedScaledAndDestroyed() {
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
    assertThat(NODE.api().get("/v2/apps//form/web").status()).isEqualTo(404);
  }

  @Test
  void aFieldThatTheServerRefusesIsWhereOneGoesOn() {
    page.open(ui + "#/new").shows("What runs").press("Tab").focuses("Skip to the page").press("Enter");
    page.focuses("Id").type("/form/refused").tabTo("Command").type("sleep 600");
    page.tabTo("Health checks").press("Enter");
    page.tabTo("Add a health check").press("Enter").tabTo("Interval").type("-1").shows("1 place to mend");
    page.tabTo("Environment").control("Enter").focuses("Cancel").tabTo("Create").press("Enter").focuses("Interval");
  }

  @Test
  void rowsAreChosenByArrowsAndTheNextOneFollowsOneThatIsGone() {
    for (String name : List.of("a", "b", "c")) {
      NODE.create("/rows/" + name, "sleep 600", "{}");
    }
    page.open(ui + "#/apps?group=/rows").sees("document.querySelectorAll('[data-app]').length === 3");
    page.press("ArrowDown").focuses("a").press("ArrowDown").focuses("b").tabTo("Actions of /rows/b").press("Enter");
    page.focuses("Scale").press("ArrowUp").focuses("Destroy").press("Enter").focuses("Cancel");
    page.tabTo("Destroy").press("Enter").sees("document.querySelectorAll('[data-app]').length === 2").focuses("c");
    page.press("Enter").sees("location.hash === '#/apps/rows/c'").focuses("c");
    NODE.api().delete("/v2/groups//rows");
  }
}
