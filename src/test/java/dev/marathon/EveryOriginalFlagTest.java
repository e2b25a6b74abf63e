package dev.marathon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.marathon.config.InvalidSettings;
import dev.marathon.config.OriginalFlags;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * A unit file of the original, whatever its release: each flag works, is accepted with a warning
 * that says why it does nothing, or is refused with what to do instead.
 */
class EveryOriginalFlagTest {

  /** Building it takes longer than any of these tests. */
  private static final CommandLine OURS = Main.commandLine();

  /** A value that the flag takes, where a number does not do. */
  private static final Map<String, String> VALUES =
      Map.of("logging_level", "warn", "master", "http://m:5050", "http_address", "127.0.0.1");

  /**
   * A flag.
   *
   * @param kind value, toggle or bare
   */
  record Flag(String name, String kind) {

    boolean valued() {
      return kind.equals("value");
    }

    String value() {
      return VALUES.getOrDefault(name, "7");
    }

    /** As arguments; a toggle both ways. */
    List<List<String>> ways() {
      var ways = new ArrayList<List<String>>();
      if (valued()) {
        ways.add(List.of("--" + name, value()));
        ways.add(List.of("--" + name + "=" + value()));
      } else {
        ways.add(List.of("--" + name));
      }
      if (kind.equals("toggle")) {
        ways.add(List.of("--disable_" + name));
      }
      return ways;
    }
  }

  static Stream<Flag> flags() {
    try (var in = EveryOriginalFlagTest.class.getResourceAsStream("/original-flags.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" "))
          .map(words -> new Flag(words[0], words[1]));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Test
  void thereAreAllOfThem() {
    assertThat(flags()).hasSize(156).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("flags")
  void byFlag(Flag flag) {
    for (var way : flag.ways()) {
      understood(flag, way, Map.of());
    }
  }

  @ParameterizedTest
  @MethodSource("flags")
  void byVariable(Flag flag) {
    var variable = "MARATHON_" + flag.name().toUpperCase(Locale.ROOT);
    if (flag.name().startsWith("app_")) {
      // A Marathon tells its tasks who they are by MARATHON_APP_*, and one of them may be this one.
      assertThat(OriginalFlags.fromEnvironment(Map.of(variable, "7"), List.of())).isEmpty();
      return;
    }
    understood(flag, List.of(), Map.of(variable, flag.valued() ? flag.value() : ""));
    if (flag.kind().equals("toggle")) {
      var off = "MARATHON_DISABLE_" + flag.name().toUpperCase(Locale.ROOT);
      understood(flag, List.of(), Map.of(off, ""));
    }
  }

  private static void understood(Flag flag, List<String> given, Map<String, String> environment) {
    var arguments = new ArrayList<>(OriginalFlags.fromEnvironment(environment, given));
    arguments.addAll(given);
    OriginalFlags.Translated translated;
    try {
      translated = OriginalFlags.translate(arguments);
    } catch (InvalidSettings refused) {
      assertThat(refused.getMessage()).matches("--" + flag.name() + ": \\S.{10,}");
      return;
    }
    if (translated.settings().isEmpty() && translated.rest().isEmpty()) {
      assertThat(translated.warnings()).as("%s", flag).hasSize(1);
      assertThat(translated.warnings().get(0))
          .startsWith("--" + flag.name() + " has no effect: ")
          .doesNotContain("  ");
      return;
    }
    assertThat(translated.warnings()).as("%s", flag).isEmpty();
    var command = new ArrayList<>(List.of("server"));
    command.addAll(given);
    var ours = Main.understood(command, environment);
    assertThatCode(() -> OURS.parseArgs(ours))
        .as("%s: %s", flag, List.of(ours))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("flags")
  void misspeltItFailsWithASuggestion(Flag flag) {
    int middle = flag.name().length() / 2;
    var wrong = flag.name().substring(0, middle) + "x" + flag.name().substring(middle);
    var err = new StringWriter();
    int code =
        OURS.setErr(new PrintWriter(err))
            .execute(Main.understood(List.of("server", "--" + wrong), Map.of()));

    assertThat(code).isEqualTo(112);
    assertThat(err.toString().replace('-', '_'))
        .contains(wrong)
        .containsPattern("Possible solutions:.*__" + flag.name());
  }

  @Test
  void whatIsLikeNothingFailsToo() {
    assertThatCode(() -> OURS.parseArgs("server", "--frobnicate"))
        .isInstanceOf(ParameterException.class);
  }
}
