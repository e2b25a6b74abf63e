package dev.marathon.instance;

import static dev.marathon.instance.LedgerScenario.app;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.marathon.store.JournalMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerSnapshotTest {

  private static final ObjectMapper MAPPER = JournalMapper.create();

  private static LedgerState again(LedgerState state) throws JsonProcessingException {
    return MAPPER.readValue(MAPPER.writeValueAsString(state), LedgerState.class);
  }

  @Test
  void everyKindOfInstanceIsReadBack() throws JsonProcessingException {
    var story = new LedgerScenario().target(app(1).instances(6)).launch().run();
    story.status(story.instance(1), Condition.FAILED);
    story.status(story.instance(2), Condition.RUNNING);
    story.tell(new LedgerCommand.Kill(List.of(story.instance(2).id()), false, "because"));
    story.tell(new LedgerCommand.Kill(List.of(story.instance(3).id()), true, "because"));
    story.status(
        new StatusBuilder(story.instance(4).task().toString(), Condition.RUNNING, story.now())
            .healthy(false)
            .address("10.0.0.1")
            .build());
    story.target(app(2).instances(7)).pass(Duration.ofSeconds(3)).launch(1);
    assertThat(again(story.state())).isEqualTo(story.state());
    LedgerChecks.consistent(again(story.state()));
    assertThat(again(LedgerState.EMPTY)).isEqualTo(LedgerState.EMPTY);
  }

  @Test
  void manyInstancesTakeAtMost120BytesEach() throws JsonProcessingException {
    var story = new LedgerScenario().target(app(1).instances(2_000)).launch().run();
    var bytes = MAPPER.writeValueAsString(story.state()).getBytes(StandardCharsets.UTF_8).length;
    assertThat(bytes / 2_000).isLessThan(120);
    assertThat(again(story.state())).isEqualTo(story.state());
  }

  @Test
  void definitionOfTheTargetIsWrittenOnce() throws JsonProcessingException {
    var story = new LedgerScenario().target(app(1).instances(2)).launch().run();
    assertThat(MAPPER.writeValueAsString(story.state())).containsOnlyOnce("upgradeStrategy");
  }
}
