package dev.marathon.mesos.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MasterSourceTest {

  @Test
  void mastersAreListedWithOrWithoutAScheme() {
    assertThat(MasterSource.parse("http://m1:5051, https://m2:5052/,m3:5053,m4,[::1]:5054", false))
        .isEqualTo(
            new MasterSource.Listed(
                List.of(
                    new MasterAddress(false, "m1", 5051),
                    new MasterAddress(true, "m2", 5052),
                    new MasterAddress(false, "m3", 5053),
                    new MasterAddress(false, "m4", 5050),
                    new MasterAddress(false, "::1", 5054))));
    assertThat(MasterSource.parse("m:1", true))
        .isEqualTo(new MasterSource.Listed(List.of(new MasterAddress(true, "m", 1))));
  }

  @Test
  void zooKeeperIsAnEnsembleAndAPath() {
    assertThat(MasterSource.parse("zk://u:p@ss@z1:2181,z2:2181/a/mesos/", false))
        .isEqualTo(
            new MasterSource.ZooKeeper(
                "z1:2181,z2:2181", "/a/mesos", Optional.of("u:p@ss"), false));
    assertThat(MasterSource.parse("zk://z1:2181/mesos", true))
        .isEqualTo(new MasterSource.ZooKeeper("z1:2181", "/mesos", Optional.empty(), true));
  }

  @Test
  void redirectWithoutASchemeIsAnAddress() {
    assertThat(MasterAddress.parse("//127.0.0.1:15550/master/api/v1/scheduler", true))
        .isEqualTo(new MasterAddress(true, "127.0.0.1", 15550))
        .hasToString("https://127.0.0.1:15550");
    assertThat(new MasterAddress(false, "::1", 1)).hasToString("http://[::1]:1");
  }

  @Test
  void noPasswordIsEverPrinted() {
    assertThat(MasterSource.parse("zk://user:hunter2@z:1/mesos", false).toString())
        .doesNotContain("hunter2");
    assertThat(new Credentials("marathon", "hunter2").toString()).doesNotContain("hunter2");
    assertThatThrownBy(() -> MasterSource.parse("http://user:hunter2@m:5050", false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(() -> MasterSource.parse("http://user:hunter 2@m:5050", false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("hunter");
  }

  @Test
  void whatIsNoAddressIsRefused() {
    for (var text :
        List.of(
            "",
            " , ",
            "ftp://m:1",
            "http://",
            "m:99999",
            "m:x",
            "zk://z:1",
            "zk://z:1/",
            "http:///x")) {
      assertThatThrownBy(() -> MasterSource.parse(text, false))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
