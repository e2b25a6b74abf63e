package dev.marathon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoreAddressTest {

  private static StoreAddress parse(String url) {
    return StoreAddress.parse(Optional.of(url));
  }

  @Test
  void nothingMeansSqlite() {
    assertThat(StoreAddress.parse(Optional.empty())).isEqualTo(new StoreAddress.Sqlite());
  }

  @Test
  void postgresqlWithSeveralHostsAndParameters() {
    assertThat(parse("postgresql://a:5432,b/marathon?targetServerType=primary"))
        .isEqualTo(new StoreAddress.Postgresql("a:5432,b", "marathon", "targetServerType=primary"));
    assertThat(parse("postgresql://a/m")).isEqualTo(new StoreAddress.Postgresql("a", "m", ""));
  }

  @Test
  void databaseMustBeNamed() {
    assertThatThrownBy(() -> parse("postgresql://a")).hasMessageContaining("host and database");
    assertThatThrownBy(() -> parse("postgresql:///m")).hasMessageContaining("host and database");
    assertThatThrownBy(() -> parse("postgresql://a/b/c")).hasMessageContaining("host and database");
  }

  @Test
  void credentialsDoNotBelongIntoTheUrlAndAreNotRepeated() {
    assertThatThrownBy(() -> parse("postgresql://me:secret@a/m"))
        .hasMessageContaining("store.user")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> parse("mysql://me:secret@a/m"))
        .hasMessageContaining("must be empty")
        .hasMessageNotContaining("secret");
  }
}
