package dev.marathon.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marathon.security.Identity.Right;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrantsTest {

  @Test
  void aRightOnAPathCoversWhatIsBelowAndNoOtherNameThatBeginsAlike() {
    var grants = Grants.parse("/dev=view");

    assertThat(grants.may(Right.VIEW, "/dev")).isTrue();
    assertThat(grants.may(Right.VIEW, "/dev/web")).isTrue();
    assertThat(grants.may(Right.VIEW, "/develop")).isFalse();
    assertThat(grants.may(Right.VIEW, "/develop/web")).isFalse();
    assertThat(grants.may(Right.VIEW, "/de")).isFalse();
    assertThat(grants.may(Right.VIEW, "/")).isFalse();
    assertThat(grants.may(Right.VIEW, "/prod/dev")).isFalse();
  }

  @Test
  void verbsAreSeparate() {
    var grants = Grants.parse("/dev=view,create /dev/own=delete");

    assertThat(grants.may(Right.CREATE, "/dev/own")).isTrue();
    assertThat(grants.may(Right.UPDATE, "/dev/own")).isFalse();
    assertThat(grants.may(Right.DELETE, "/dev/own/x")).isTrue();
    assertThat(grants.may(Right.DELETE, "/dev")).isFalse();
    assertThat(grants.may(Right.ENV, "/dev/own")).isFalse();
  }

  @Test
  void whoeverUpdatesSeesTheEnvironment() {
    assertThat(Grants.parse("/a=update").may(Right.ENV, "/a")).isTrue();
    assertThat(Grants.parse("/a=create").may(Right.ENV, "/a")).isFalse();
    assertThat(Grants.parse("/a=env").may(Right.ENV, "/a")).isTrue();
  }

  @Test
  void theRootIsEverythingAndTheNode() {
    var grants = Grants.parse("/=all");

    assertThat(grants.may(Right.DELETE, "/")).isTrue();
    assertThat(grants.may(Right.DELETE, "/a/b")).isTrue();
    assertThat(grants.mayNode(Right.UPDATE)).isTrue();
    assertThat(Grants.parse("/a=all").mayNode(Right.VIEW)).isFalse();
    assertThat(Grants.parse("node=view").mayNode(Right.VIEW)).isTrue();
    assertThat(Grants.parse("node=view").mayNode(Right.UPDATE)).isFalse();
    assertThat(Grants.parse("node=all").may(Right.VIEW, "/a")).isFalse();
  }

  @Test
  void aGroupIsReachedThroughWhatIsInIt() {
    var grants = Grants.parse("/prod/team/web=view node=all");

    assertThat(grants.reaches(Right.VIEW, "/")).isTrue();
    assertThat(grants.reaches(Right.VIEW, "/prod")).isTrue();
    assertThat(grants.reaches(Right.VIEW, "/prod/team/web/x")).isTrue();
    assertThat(grants.reaches(Right.VIEW, "/pro")).isFalse();
    assertThat(grants.reaches(Right.VIEW, "/prod/team/w")).isFalse();
    assertThat(grants.reaches(Right.UPDATE, "/prod")).isFalse();
    assertThat(Grants.nothing().reaches(Right.VIEW, "/")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dev",
        "dev=view",
        "/dev/=view",
        "//dev=view",
        "/a/../b=view",
        "/a/.=view",
        "/a=look",
        "/a=",
        "/a=view,",
        "=view",
        "/a b=view",
        "/a*=view"
      })
  void whatIsNoRightIsRefused(String text) {
    assertThatThrownBy(() -> Grants.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void areWrittenAsTheyAreRead() {
    var text = "/dev=view,create /own=all node=view";
    assertThat(String.join(" ", Grants.parse(text).words())).isEqualTo(text);
    assertThat(Grants.parse("/a=update").words()).containsExactly("/a=update,env");
  }
}
