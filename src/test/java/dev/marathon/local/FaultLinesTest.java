package dev.marathon.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultLinesTest {

  /** Notes what it is asked. */
  private static final class Notes implements Faults {
    final List<String> asked = new ArrayList<>();

    @Override
    public void restartMaster() {
      asked.add("restart");
    }

    @Override
    public void cutStreams() {
      asked.add("cut");
    }

    @Override
    public void cutStreamsWithinRecord() {
      asked.add("cut within");
    }

    @Override
    public void repeatUpdates() {
      asked.add("repeat");
    }

    @Override
    public void rescindOffers() {
      asked.add("rescind");
    }

    @Override
    public void loseAgent(int index) {
      asked.add("lose " + index);
    }

    @Override
    public void freezeAgent(int index) {
      asked.add("freeze " + index);
    }

    @Override
    public void bringBackAgent(int index) {
      asked.add("back " + index);
    }
  }

  private final Notes notes = new Notes();
  private final List<String> answers = new ArrayList<>();

  private void obey(String lines) throws IOException {
    new FaultLines(notes, 5).obey(new BufferedReader(new StringReader(lines)), answers::add);
  }

  @Test
  void agentsAreNamedOneByOneOrFromTo() throws IOException {
    obey("lose 3\nfreeze 0-2\nback 3\nrestart-master\n");
    assertThat(notes.asked)
        .containsExactly("lose 3", "freeze 0", "freeze 1", "freeze 2", "back 3", "restart");
    assertThat(answers)
        .containsExactly("done lose 3", "done freeze 0-2", "done back 3", "done restart-master");
  }

  @Test
  void whatIsNoFaultOrNoAgentIsSaid() throws IOException {
    obey("explode\nlose 5\nlose 3-1\nlose x\n");
    assertThat(notes.asked).isEmpty();
    assertThat(answers)
        .containsExactly(
            "not a fault: 'explode'; lose, freeze or back, and agents as 3 or 0-19",
            "no such agents: 'lose 5'; they are 0 to 4",
            "no such agents: 'lose 3-1'; they are 0 to 4",
            "not a fault: 'lose x'; lose, freeze or back, and agents as 3 or 0-19");
  }
}
