package dev.marathon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The web interface in a real browser, on a node with real tasks. */
class UiIT {

  private static final String HOSTILE = "<img src=x onerror=document.title='hacked'>\"'&lt;";

  @TempDir static Path directory;

  @RegisterExtension
  static final UiNode NODE = new UiNode(() -> directory, d -> List.of());

  private Page page;
  private String ui;

  @BeforeEach
  void open() {
    page = NODE.page();
    ui = NODE.root();
  }

  @Test
  void anAppIsCreatedScaledBrokenRolledBackAndDestroyed() {
    create();
    scale();
    breakAndRollBack();
    readLogsAndFiles();
    lookAtTheCluster();
    seeWhoChangedWhat();
    kill();
    destroy();
  }

  private void create() {
    page.open(ui).click("Create").shows("What runs");
    page.fill("Id", "/web/hello").fill("CPU", "0.1").fill("Memory", "-1");
    page.fill("Command", "exec python3 -m http.server $PORT0");
    page.shows("must be at least").fill("Memory", "32").showsNoMore("must be at least");
    page.click("Health checks").click("Add a health check").fill("Interval", "1");
    // Form and JSON are one: what is typed here counts too.
    page.clickOn("field('Definition as JSON')")
        .eval(
            "(() => { const t = document.activeElement; t.value = t.value.replace('\"intervalSeconds\": 1',"
                + " '\"intervalSeconds\": 1, \"delaySeconds\": 0'); t.dispatchEvent(new"
                + " InputEvent('input', { bubbles: true })); })()");
    page.shows("Creates /web/hello");
    shoot("create");
    page.click("Create").sees("document.querySelector('dialog[open]') !== null");
    page.sees("document.activeElement.innerText === 'Cancel'").click("Create");
    page.sees("location.hash === '#/apps/web/hello'").shows("1 healthy");
    shoot("app");
  }

  private void scale() {
    page.click("Scale").fill("Instances", "3").shows("2 more instances");
    page.click("Add a reason").fill("Reason, kept with the change", "More guests & <b>more</b> load");
    page.clickOn("one('dialog button[type=submit]', null)");
    page.shows("3 of 3 instances").shows("3 healthy");
  }

  private void breakAndRollBack() {
    page.click("Edit").fill("Command", "echo broken >&2; exit 3").shows("Restarts all instances");
    page.click("Review and apply").shows("\"cmd\": \"echo broken >&2; exit 3\"").click("Apply");
    page.shows("An instance failed").click("Debug").shows("exited with status 3");
    page.shows("Why is it waiting?").shows("not placed for");
    shoot("debug");
    page.click("Deployments").shows("/web/hello").click("Roll back");
    shoot("roll-back");
    page.clickOn("one('dialog button[type=submit]', null)");
    page.shows("No deployment is running").shows("Ended in the last hour");
    shoot("deployments");
    page.open(ui + "#/apps/web/hello").shows("3 healthy").shows("http.server");
    page.click("Configuration").shows("Definition").shows("Current");
    shoot("configuration");
  }

  /** Health checks make the server write a line a second, to where errors go. */
  private void readLogsAndFiles() {
    page.open(ui + "#/apps/web/hello").shows("3 healthy").click("Logs").shows("\"GET / HTTP/1.1\" 200");
    page.sees("new Set([...document.querySelectorAll('.log-line b')].map((e) => e.innerText)).size === 3");
    page.click("stdout").showsNoMore("GET / HTTP").click("stderr").shows("GET / HTTP");
    page.fill("Filter lines", "no such words").shows("No line holds that text").fill("Filter lines", "get /").shows("GET / HTTP");
    shoot("logs");
    page.click("Pause").shows("Follow");
    var before = page.eval("document.querySelector('.tools [role=status]').innerText").asText();
    page.click("Follow").sees("document.querySelector('.tools [role=status]').innerText !== " + Page.quoted(before));
    page.click("Files").shows("stdout").shows("stderr");
    shoot("files");
    page.downloads(directory.resolve("saved")).click("Download stderr");
    UiNode.saved(directory.resolve("saved/stderr"), "\"GET / HTTP/1.1\" 200");
    page.click("stderr").sees("document.querySelector('.file-text').innerText.includes('GET / HTTP')").shows("Download");
    page.press("Escape").sees("!document.querySelector('dialog[open]')");
  }

  private void lookAtTheCluster() {
    page.open(ui + "#/cluster").sees("document.querySelectorAll('.agent').length === 1");
    page.sees("document.querySelectorAll('.agent .squares a').length === 3").shows("web/hello");
    page.clickOn("document.querySelector('.apps-legend button')").sees("location.hash.includes('app=/web/hello')");
    shoot("cluster");
    page.click("Activity").sees("document.querySelectorAll('.plot canvas').length === 6");
    shoot("activity");
    page.click("Nodes").shows("Leader").shows("Writes succeed").shows("Connected");
    shoot("nodes");
  }

  private void seeWhoChangedWhat() {
    page.open(ui + "#/apps/web/hello").click("Changes").shows("More guests & <b>more</b> load").shows("Created").shows("Scaled");
    shoot("changes");
  }

  private void kill() {
    page.open(ui + "#/apps/web/hello").shows("3 healthy");
    String victim = page.eval("document.querySelector('[data-task]').dataset.task").asText();
    page.clickOn("document.querySelector('[data-task] [data-column=menu] button')").click("Kill");
    page.shows("a new one in its place").clickOn("one('dialog button[type=submit]', null)");
    page.sees("!document.querySelector('[data-task=\"" + victim + "\"]')").shows("3 healthy");
  }

  private void destroy() {
    page.click("More actions").click("Destroy").shows("This cannot be undone.");
    shoot("destroy");
    page.clickOn("one('dialog button[type=submit]', null)");
    page.sees("location.hash === '#/apps?group=/web'").showsNoMore("hello");
    assertThat(NODE.api().get("/v2/apps//web/hello").status()).isEqualTo(404);
  }

  @Test
  void changesOfOthersAreSeenWithoutReloading() {
    page.open(ui + "#/apps?view=flat").sees("document.querySelector('.connection').dataset.kind === 'open'");
    try (var other = NODE.newPage().open(ui + "#/apps?view=flat")) {
      other.sees("document.querySelector('.connection').dataset.kind === 'open'");
      NODE.create("/seen/here", "sleep 600", "{}");
      page.sees("document.querySelector('[data-app=\"/seen/here\"] [data-status=Running]') !== null");
      other.sees("document.querySelector('[data-app=\"/seen/here\"]') !== null");
      NODE.api().delete("/v2/apps//seen/here");
      page.sees("document.querySelector('[data-app=\"/seen/here\"]') === null");
    }
  }

  @Test
  void theNodeThatLeadsIsFollowedUnlessSomethingIsTyped() {
    page.open(ui + "#/new").shows("What runs").fill("Id", "/typed").sees("sessionStorage['marathon.draft new'] !== undefined");
    page.sees("import('/ui/lib/api.js').then(({ moved }) => { window.before = true; moved.set(true); return true; })");
    page.shows("copy it first").sees("window.before === true");
    page.click("Undo all").sees("window.before === undefined").shows("What runs");
    assertThat(page.text()).doesNotContain("Another node leads now");
  }

  @Test
  void textsOfOthersStayTexts() {
    var labels = "{\"owner\":" + Page.quoted(HOSTILE) + "," + Page.quoted(HOSTILE) + ":\"x\"}";
    NODE.create("/hostile", "echo " + HOSTILE.replace("'", "") + "; exit 1", labels);
    for (String view :
        List.of("#/apps?view=flat", "#/apps/hostile", "#/apps/hostile?tab=configuration", "#/apps/hostile?tab=events", "#/apps/hostile?tab=changes", "#/apps/hostile?tab=logs&q=" + HOSTILE.replace("'", "%27"), "#/edit/hostile", "#/apps?q=" + HOSTILE.replace("'", "%27"))) {
      page.open(ui + view).sees("document.querySelector('.main .bar') !== null");
      page.sees("!document.querySelector('.skeleton')");
      assertThat(page.eval("document.querySelectorAll('img:not([src=\"icon.svg\"])').length").asInt()).as(view).isZero();
      assertThat(page.eval("document.title").asText()).as(view).isNotEqualTo("hacked");
    }
    page.open(ui + "#/apps/hostile?tab=configuration").shows("onerror=document.title='hacked'");
    NODE.api().delete("/v2/apps//hostile");
  }

  @Test
  void everythingCanBeDoneByKeys() {
    NODE.create("/keys/one", "sleep 600", "{}");
    page.open(ui).shows("keys").press("/");
    page.sees("document.activeElement.type === 'search'").press("o").press("n").press("e");
    page.sees("document.querySelector('[data-app=\"/keys/one\"]') !== null");
    page.press("Enter").press("Enter").sees("location.hash.startsWith('#/apps/keys/one')");
    page.shows("1 of 1 instance").press("s").shows("Scale /keys/one").press("Escape").showsNoMore("Scale /keys/one");
    page.press("?").shows("Keyboard shortcuts").press("Escape").showsNoMore("Keyboard shortcuts");
    page.press("g").press("d").sees("location.hash === '#/deployments'");
    page.clickOn("document.querySelector('.jump')").fill("Jump to", "keysone").shows("/keys/one");
    shoot("jump");
    page.press("Enter").sees("location.hash === '#/apps/keys/one'");
    NODE.api().delete("/v2/apps//keys/one");
  }

  /** Rules of axe-core for what is wrong in earnest, in both themes. */
  @Test
  void nothingStandsInTheWayOfScreenReadersAndKeyboards() throws IOException {
    NODE.create("/access/one", "sleep 600", "{\"team\":\"a\"}");
    try (var script = UiIT.class.getResourceAsStream("/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js")) {
      var axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
      for (String view :
          List.of("#/apps", "#/apps?view=flat", "#/apps/access/one", "#/apps/access/one?tab=configuration", "#/apps/access/one?tab=debug", "#/apps/access/one?tab=logs", "#/apps/access/one?tab=files", "#/apps/access/one?tab=changes", "#/apps/access/one?tab=events", "#/new", "#/deployments", "#/cluster", "#/cluster?tab=activity", "#/cluster?tab=node")) {
        page.open(ui + view).sees("document.querySelector('.main .bar') && !document.querySelector('.skeleton')");
        page.run(axe);
        for (String theme : List.of("light", "dark")) {
          // What the theme changes are colours.
          String rules = theme.equals("dark") ? "runOnly: ['color-contrast'], " : "";
          page.theme(theme);
          var found = page.eval("axe.run(document, { " + rules + "resultTypes: ['violations'] }).then((r) => r.violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => v.id + ': ' + v.nodes[0].html))");
          assertThat(found).as(theme + " " + view).isEmpty();
        }
      }
    }
    NODE.api().delete("/v2/apps//access/one");
  }

  @Test
  void aTelephoneIsWideEnough() {
    NODE.create("/narrow/a-name-that-is-much-longer-than-what-fits-on-a-telephone", "sleep 600", "{}");
    String waiting = "/narrow/waits-for-more-than-there-is-as-long-as-anybody-looks";
    NODE.api().post("/v2/apps", "{\"id\":\"" + waiting + "\",\"cmd\":\"sleep 600\",\"cpus\":1000,\"mem\":32}");
    page.size(400, 800);
    for (String view : List.of("#/apps" + waiting + "?tab=debug", "#/apps?view=flat", "#/apps/narrow/a-name-that-is-much-longer-than-what-fits-on-a-telephone", "#/apps/narrow/a-name-that-is-much-longer-than-what-fits-on-a-telephone?tab=logs", "#/new", "#/deployments", "#/cluster", "#/cluster?tab=node")) {
      page.open(ui + view).sees("document.querySelector('.main .bar') && !document.querySelector('.skeleton')");
      page.sees("location.hash !== '#/deployments' || document.querySelector('.act .squares') !== null");
      assertThat(page.eval("Math.max(document.documentElement.scrollWidth, ...[...document.querySelectorAll('.scroll')].map((e) => e.scrollWidth))").asInt()).as(view).isLessThanOrEqualTo(400);
      shoot("narrow-" + view.replaceAll("[^a-z]+", "-").replaceAll("^-|-that.*|-for-more.*", ""));
    }
    NODE.api().delete("/v2/groups//narrow?force=true");
  }

  private void shoot(String name) {
    UiNode.shoot(page, name);
  }
}
