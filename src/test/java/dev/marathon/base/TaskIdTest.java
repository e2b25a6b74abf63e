package dev.marathon.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class TaskIdTest {

  @Test
  void printedFormIsReadBack() {
    var id = new InstanceId("prod_web", UUID.randomUUID()).task(3);
    assertThat(TaskId.parse(id.toString())).contains(id);
  }

  @Test
  void foreignIdsAreNotOurs() {
    assertThat(TaskId.parse("other.1")).isEmpty();
    assertThat(TaskId.parse("a.instance-nope._app.1")).isEmpty();
    assertThat(TaskId.parse("a.instance-00000000-0000-0000-0000-000000000001._app.-1")).isEmpty();
  }
}
