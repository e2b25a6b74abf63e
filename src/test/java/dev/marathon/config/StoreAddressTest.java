package dev.marathon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
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
    assertThatThrownBy(() -> parse("postgresql://a")).hasMessageContaining("host:port/database");
    assertThatThrownBy(() -> parse("postgresql:///m")).hasMessageContaining("host:port/database");
    assertThatThrownBy(() -> parse("postgresql://a/b/c"))
        .hasMessageContaining("host:port/database");
  }

  @Test
  void cassandraWithSeveralHosts() {
    assertThat(parse("cassandra://a:9043,b/marathon?datacenter=east"))
        .isEqualTo(
            new StoreAddress.Cassandra(
                List.of(new StoreAddress.HostPort("a", 9043), new StoreAddress.HostPort("b", 9042)),
                "marathon",
                Optional.of("east")));
    assertThat(parse("cassandra://a/m")).extracting("dataCenter").isEqualTo(Optional.empty());
  }

  @Test
  void whatCassandraDoesNotKnowIsNamed() {
    assertThatThrownBy(() -> parse("cassandra://a")).hasMessageContaining("host:port/keyspace");
    assertThatThrownBy(() -> parse("cassandra://a/My-Own")).hasMessageContaining("'My-Own'");
    assertThatThrownBy(() -> parse("cassandra://a:x/m")).hasMessageContaining("'a:x'");
    assertThatThrownBy(() -> parse("cassandra://a/m?dc=x")).hasMessageContaining("'dc=x'");
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
