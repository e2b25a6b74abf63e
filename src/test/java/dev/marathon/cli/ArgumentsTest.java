package dev.marathon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "start -i a -H http://x:1          | start -i a -H http://x:1",
        "-H http://x:1 start -i a          | start -i a -H http://x:1",
        "--marathon_host=http://x list     | list --marathon-host=http://x",
        "-U me -P secret list              | list -U me -P secret",
        "scale -i a --num_instances 3      | scale -i a --num-instances 3",
        "list_tasks -i a                   | list-tasks -i a",
        "kill_tasks -i a -H agent-1        | kill-tasks -i a --agent agent-1",
        "kill_tasks -i a --host agent-1    | kill-tasks -i a --agent agent-1",
        "kill_tasks -i a --host=agent-1    | kill-tasks -i a --agent=agent-1",
        "-H http://x kill_tasks -H agent-1 | kill-tasks --agent agent-1 -H http://x",
        "-H http://x api GET -- -p         | api GET -H http://x -- -p",
        "update a env.MY_NAME=1            | update a env.MY_NAME=1",
        "--help                            | --help",
        "-v                                | --version",
        "-H                                | -H",
      })
  void linesOfTheHistoricalClientBecomeOurs(String given, String expected) {
    assertThat(String.join(" ", Arguments.normalized(List.of(given.split(" ")))))
        .isEqualTo(expected);
  }
}
