package dev.marathon.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.security.Issuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The web interface on a node that asks for credentials. */
class UiSignInIT {

  /** Lines of a users file, for the passwords "secret" and "changed". */
  private static final String SECRET =
      "alice:$2b$12$MJjmHRq9Trj5kxcLjv.Kd.tnd2nmqpYU40e.H3grIVEGBNRlUQUFy:/=all\n";

  /** Signs in by token only. */
  private static final String BOB = "bob:*:/typed=view\n";

  private static final String CHANGED =
      "alice:$2b$12$5BCKLEPybn1CFp/7EyAvSOPSNcBHQkMWS6.lE6LQkWfbMIGZwkbX.:/=all\n";

  @TempDir static Path directory;

  @RegisterExtension
  static final UiNode NODE = new UiNode(() -> directory, UiSignInIT::options);

  private static final Issuer.Signer ISSUER = Issuer.Signer.ed("key");

  private Path users;
  private Page page;
  private String origin;

  private static List<String> options(Path directory) throws IOException {
    Files.writeString(directory.resolve("users"), SECRET + BOB);
    Files.writeString(directory.resolve("keys.json"), new Issuer(ISSUER).keys());
    return List.of(
        "--set=security.users-file=" + directory.resolve("users"),
        "--set=security.reload-interval=100ms",
        "--set=security.tokens.keys=" + directory.resolve("keys.json"),
        "--set=security.tokens.issuer=it",
        "--set=security.tokens.audience=marathon",
        "--set=security.open-paths.0=/readyz");
  }

  @BeforeEach
  void open() {
    users = directory.resolve("users");
    page = NODE.page();
    origin = NODE.api().root() + "/";
  }

  @Test
  void whoeverIsAskedToSignInLosesNothing() throws IOException {
    page.open(origin).shows("Sign in to Marathon");
    shoot("sign-in");
    signIn("guess").shows("do not match");
    signIn("secret").showsNoMore("Sign in to Marathon").shows("No applications yet");
    page.clickOn("document.querySelector('.account')").shows("What you may do").shows("All applications");
    shoot("account");
    page.press("Escape").click("Create").fill("Id", "/typed/before").fill("Command", "echo typed; sleep 600");
    page.shows("Creates /typed/before").click("Create").shows("Copy as curl");

    Files.writeString(users, CHANGED + BOB);
    page.sees("fetch('/v2/whoami', { headers: { Authorization: JSON.parse(sessionStorage['marathon.authorization']), 'X-Requested-With': 'XMLHttpRequest' } }).then((a) => a.status === 401)");
    page.clickOn("one('dialog button[type=submit]', null)").shows("Sign in again");
    shoot("sign-in-again");
    signIn("changed").showsNoMore("Sign in again");
    // What waited goes on; if the page had asked before the button was pressed, it is pressed now.
    page.sees("location.hash === '#/apps/typed/before' || document.querySelector('dialog[open] button[type=submit]:not(:disabled)')?.click()");
    page.shows("1 of 1 instance").shows("echo typed; sleep 600");
    page.click("Files").downloads(directory.resolve("saved")).click("Download stdout");
    UiNode.saved(directory.resolve("saved/stdout"), "typed");

    page.clickOn("document.querySelector('.account')").click("Sign out").shows("Sign in to Marathon");
    assertThat(page.text()).doesNotContain("typed");
    assertThat(page.eval("Object.keys(sessionStorage).length").asInt()).isZero();

    lookOnly();
  }

  /** A token signs in too; what one may not do is grey, and who tries is told which right is missing. */
  private void lookOnly() throws IOException {
    long end = Instant.now().plusSeconds(3600).getEpochSecond();
    page.click("Token")
        .fill("Token", ISSUER.sign("{\"iss\":\"it\",\"aud\":\"marathon\",\"sub\":\"bob\",\"exp\":" + end + "}"))
        .clickOn("one('dialog button[type=submit]', null)")
        .showsNoMore("Sign in to Marathon");
    page.open(origin + "ui/#/apps/typed/before").shows("1 of 1 instance");
    page.sees("one('button', 'Scale').ariaDisabled === 'true'").click("Scale");
    page.shows("You may not change /typed/before. That needs the right /typed/before=update.");
    page.click("More actions").sees("one('[role=menuitem]', 'Destroy').ariaDisabled === 'true'");
    shoot("look-only");
    page.press("Escape").open(origin + "ui/#/cluster").shows("Agents").showsNoMore("Activity");
    page.open(origin + "ui/#/cluster?tab=node").shows("You may not see the node itself. That needs the right node=view.");
    page.open(origin + "ui/#/edit/typed/before").shows("You may not change /typed/before.");
    shoot("look-only-edit");

    // The server has the last word: between two looks at the rights, one loses them.
    Files.writeString(users, CHANGED + BOB.replace("view", "view,update"));
    page.sees("fetch('/v2/whoami', { headers: { Authorization: JSON.parse(sessionStorage['marathon.authorization']) } }).then((a) => a.text()).then((text) => text.includes('update'))");
    page.open(origin + "ui/#/apps/typed/before").sees("one('button', 'Scale')?.ariaDisabled === null").click("Scale").fill("Instances", "2");
    page.shows("1 more instance");
    Files.writeString(users, CHANGED + BOB);
    page.sees("fetch('/v2/whoami', { headers: { Authorization: JSON.parse(sessionStorage['marathon.authorization']) } }).then((a) => a.text()).then((text) => !text.includes('update'))");
    page.clickOn("one('dialog button[type=submit]', null)");
    page.sees("document.querySelector('dialog .failure').innerText.startsWith('You may not create or change /typed/before.')");
    shoot("refused");
    page.press("Escape").shows("1 of 1 instance").sees("one('button', 'Scale').ariaDisabled === 'true'");
  }

  private Page signIn(String password) {
    page.fill("User", "alice").fill("Password", password);
    return page.clickOn("one('dialog button[type=submit]', null)");
  }

  private void shoot(String name) {
    UiNode.shoot(page, name);
  }
}
