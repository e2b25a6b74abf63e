package dev.marathon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The completion script, loaded in a real bash. */
class CompletionTest {

  @TempDir Path directory;

  /** What bash offers for the last of these words. */
  private List<String> offered(String... words) throws Exception {
    var out = new StringWriter();
    Main.commandLine("completion").setOut(new PrintWriter(out)).execute("completion");
    var script = Files.writeString(directory.resolve("completion"), out.toString());
    var asks =
        """
        source "$1"; shift
        complete -p marathon >/dev/null || exit 1
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
        _complete_marathon 2>/dev/null # of compopt, which works for interactive shells only
        printf '%s\\n' "${COMPREPLY[@]}"
        """;
    var command = new java.util.ArrayList<>(List.of("bash", "-c", asks, "bash", script.toString()));
    command.addAll(List.of(words));
    var bash = new ProcessBuilder(command).redirectErrorStream(true).start();
    var text = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(text).isZero();
    return text.lines().toList();
  }

  @Test
  void commandsAndOptionsAreCompleted() throws Exception {
    assertThat(offered("marathon", ""))
        .contains("local", "server", "start", "list", "apply", "logs", "agents", "completion");
    assertThat(offered("marathon", "task", "")).contains("list", "kill", "logs", "download");
    assertThat(offered("marathon", "deployment", "")).contains("list", "watch", "rollback");
    assertThat(offered("marathon", "logs", "--st")).containsExactly("--stderr");
    assertThat(offered("marathon", "events", "--a")).containsExactly("--app");
  }

  @Test
  void fishGetsAScriptOfItsOwn() {
    var out = new StringWriter();
    int code =
        Main.commandLine("completion", "fish")
            .setOut(new PrintWriter(out))
            .execute("completion", "fish");
    assertThat(code).isZero();
    assertThat(out.toString().lines())
        .contains("complete -c marathon -f")
        .anyMatch(line -> line.contains("'__fish_use_subcommand' -a agents -d"))
        .anyMatch(line -> line.contains("and __fish_seen_subcommand_from logs' -s f -l follow -d"))
        .allMatch(line -> line.startsWith("complete -c marathon "));
  }
}
