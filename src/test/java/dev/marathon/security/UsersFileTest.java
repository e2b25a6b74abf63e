package dev.marathon.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marathon.config.InvalidSettings;
import dev.marathon.security.Identity.Right;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class UsersFileTest {

  /** Of {@code wonderland}, made by another implementation: the C library's crypt. */
  static final String OTHERS = "$2y$04$W5DGAZF5p4MNPkBSlbwGS.g8.UTddlOaw.1sTAp8L83OwTZ50vr1.";

  private static UsersFile parse(String text) {
    return UsersFile.parse(Path.of("/etc/users"), text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aLineOfOurCommandIsRead() {
    var line = PasswordHash.line("alice", "wonderland".toCharArray(), "/dev=all node=view", 4);

    var users = parse("# people\n\n" + line + "\nci:*:/=view\r\n");

    var alice = users.users().get("alice");
    assertThat(PasswordHash.matches("wonderland", alice.hash().orElseThrow())).isTrue();
    assertThat(PasswordHash.matches("Wonderland", alice.hash().orElseThrow())).isFalse();
    assertThat(users.grants("alice").may(Right.DELETE, "/dev/x")).isTrue();
    assertThat(users.users().get("ci").hash()).isEmpty();
    assertThat(users.grants("mallory")).isEqualTo(Grants.nothing());
  }

  @Test
  void hashesOfOtherToolsAreUnderstood() {
    var hash = parse("alice:" + OTHERS + ":/=all").users().get("alice").hash().orElseThrow();

    assertThat(PasswordHash.matches("wonderland", hash)).isTrue();
    assertThat(PasswordHash.matches("wonderlanD", hash)).isFalse();
  }

  @Test
  void twoHashesOfOnePasswordDiffer() {
    assertThat(PasswordHash.line("a", "x".toCharArray(), "/=all", 4))
        .isNotEqualTo(PasswordHash.line("a", "x".toCharArray(), "/=all", 4));
  }

  @Test
  void wrongLinesAreNamedWithoutTheirContent() {
    wrong("alice", "line 1: the rights of 'alice' are missing");
    wrong("alice:" + OTHERS, "line 1: the rights of 'alice' are missing");
    wrong("\nalice:secret:/=all", "line 2: the hash of 'alice' is not bcrypt");
    wrong("alice:$2b$20$" + "a".repeat(53) + ":/=all", "is not bcrypt");
    wrong("al ice:*:/=all", "a user's name is");
    wrong("a:*:/=all\na:*:/=view", "line 2: 'a' was there already");
    wrong("a:*:dev=all", "line 1: 'dev=all' is not PATH=VERBS");
    assertThatThrownBy(() -> parse("alice:secret:/=all")).message().doesNotContain("secret");
  }

  private static void wrong(String text, String part) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("/etc/users")
        .hasMessageContaining(part);
  }

  @Test
  void passwordsThatBcryptWouldCutAreNeitherMadeNorAccepted() {
    var long72 = "x".repeat(72);
    var line = PasswordHash.line("a", long72.toCharArray(), "/=all", 4);
    var hash = line.split(":")[1];

    assertThat(PasswordHash.matches(long72, hash)).isTrue();
    assertThat(PasswordHash.matches(long72 + "y", hash)).isFalse();
    assertThat(PasswordHash.matches("", hash)).isFalse();
    assertThatThrownBy(() -> PasswordHash.line("a", "x".repeat(73).toCharArray(), "/=all", 4))
        .hasMessageContaining("72");
    assertThatThrownBy(() -> PasswordHash.line("a", new char[0], "/=all", 4))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PasswordHash.line("a", "x".toCharArray(), " ", 4))
        .hasMessageContaining("rights");
  }

  @Test
  void nobodysHashIsOneThatTakesAsLongAsOthers() {
    assertThat(PasswordHash.valid(PasswordHash.NOBODYS)).isTrue();
    assertThat(PasswordHash.NOBODYS).contains("$" + PasswordHash.COST + "$");
  }
}
