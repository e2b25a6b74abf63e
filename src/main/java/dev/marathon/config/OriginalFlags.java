package dev.marathon.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Command-line flags and {@code MARATHON_*} variables of the original, so that its unit files keep
 * working. The table is in flags.txt. What is not in it stays on the command line for our own
 * options.
 */
public final class OriginalFlags {

  /**
   * What became of a command line.
   *
   * @param rest for our own options
   * @param settings by key below {@code marathon.}
   * @param warnings one sentence per flag without effect
   */
  public record Translated(
      List<String> rest, Map<String, Object> settings, List<String> warnings) {}

  private record Flag(String name, String kind, char what, String text) {}

  private static final Map<String, Flag> FLAGS = read();

  /** Variables that other products of the original's maker share; they set what no flag sets. */
  private static final Map<String, String> OLDER_VARIABLES =
      Map.of(
          "MESOSPHERE_HTTP_CREDENTIALS", "http_credentials",
          "MESOSPHERE_KEYSTORE_PATH", "ssl_keystore_path",
          "MESOSPHERE_KEYSTORE_PASS", "ssl_keystore_password");

  /** What the client reads, and where packages are: whoever uses both on one machine sets them. */
  private static final Set<String> NO_FLAGS =
      Set.of(
          "MARATHON_HOME",
          "MARATHON_HOST",
          "MARATHON_USER",
          "MARATHON_PASS",
          "MARATHON_TOKEN",
          "MARATHON_CONTEXT",
          "MARATHON_CONFIG",
          "MARATHON_CACERT",
          "MARATHON_OUTPUT");

  private OriginalFlags() {}

  /**
   * Takes the original's flags out of the arguments. {@code --name value}, {@code --name=value},
   * dashes or underscores.
   *
   * @throws InvalidSettings for a flag that must not be ignored, or one without its value
   */
  public static Translated translate(List<String> arguments) {
    var rest = new ArrayList<String>();
    var settings = new LinkedHashMap<String, Object>();
    var warnings = new ArrayList<String>();
    for (int i = 0; i < arguments.size(); i++) {
      var argument = arguments.get(i);
      int equal = argument.indexOf('=');
      var name = argument.startsWith("--") ? name(argument, equal) : "";
      var negated = name.startsWith("disable_") && !FLAGS.containsKey(name);
      var flag = FLAGS.get(negated ? name.substring("disable_".length()) : name);
      if (flag == null || (negated && !flag.kind().equals("toggle"))) {
        rest.add(argument);
        continue;
      }
      Optional<String> inline =
          equal < 0 ? Optional.empty() : Optional.of(argument.substring(equal + 1));
      if (!flag.kind().equals("value")) {
        apply(flag, on(flag, inline) != negated, settings, warnings);
      } else if (inline.isPresent() || i + 1 < arguments.size()) {
        apply(flag, inline.isPresent() ? inline.get() : arguments.get(++i), settings, warnings);
      } else {
        throw new InvalidSettings("--" + flag.name() + " needs a value");
      }
    }
    return new Translated(List.copyOf(rest), settings, List.copyOf(warnings));
  }

  /**
   * The arguments that environment variables stand for: {@code MARATHON_HTTP_PORT=80} is {@code
   * --http_port 80}, an empty value a bare flag. {@code MARATHON_APP_*} is what a Marathon tells
   * its tasks, and what the client reads is no flag either.
   *
   * @param given arguments of the command line, which count more than a variable of the same name
   */
  public static List<String> fromEnvironment(Map<String, String> environment, List<String> given) {
    var names =
        given.stream()
            .filter(argument -> argument.startsWith("--"))
            .map(argument -> name(argument, argument.indexOf('=')))
            .collect(Collectors.toCollection(HashSet::new));
    var arguments = new ArrayList<String>();
    environment.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("MARATHON_"))
        .filter(entry -> !entry.getKey().startsWith("MARATHON_APP_"))
        .filter(entry -> !NO_FLAGS.contains(entry.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry -> {
              var name = flagOf(entry.getKey().substring("MARATHON_".length()));
              if (names.add(name)) {
                arguments.add(
                    entry.getValue().isEmpty()
                        ? "--" + name
                        : "--" + name + "=" + entry.getValue());
              }
            });
    OLDER_VARIABLES.forEach(
        (variable, name) -> {
          var value = environment.getOrDefault(variable, "");
          if (!value.isEmpty() && names.add(name)) {
            arguments.add("--" + name + "=" + value);
          }
        });
    return arguments;
  }

  /** A switch takes no value, but a variable is easily given one; it must not mean the contrary. */
  private static boolean on(Flag flag, Optional<String> value) {
    return switch (value.orElse("true").strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new InvalidSettings("--" + flag.name() + " is a switch: true or false");
    };
  }

  /** Variables are all capitals; two flags have some. */
  private static String flagOf(String variable) {
    var name = variable.toLowerCase(Locale.ROOT);
    return FLAGS.keySet().stream().filter(name::equalsIgnoreCase).findFirst().orElse(name);
  }

  /** The flag whose spelling is nearest to this argument, if one is near. */
  public static Optional<String> similar(String argument) {
    return Similar.to(name(argument, argument.indexOf('=')), FLAGS.keySet());
  }

  private static String name(String argument, int equal) {
    return (equal < 0 ? argument.substring(2) : argument.substring(2, equal)).replace('-', '_');
  }

  private static void apply(
      Flag flag, Object value, Map<String, Object> settings, List<String> warnings) {
    switch (flag.what()) {
      case '!' -> throw new InvalidSettings("--" + flag.name() + ": " + flag.text());
      case '-' -> warnings.add("--" + flag.name() + " has no effect: " + flag.text());
      default -> {
        var words = flag.text().split(" ");
        var bare =
            value instanceof String text
                && words.length > 1
                && text.chars().allMatch(Character::isDigit);
        settings.put(words[0], bare ? value + words[1] : value);
      }
    }
  }

  private static Map<String, Flag> read() {
    var flags = new LinkedHashMap<String, Flag>();
    var in = Objects.requireNonNull(OriginalFlags.class.getResourceAsStream("/flags.txt"));
    try (var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          var columns = line.split("\\s+", 4);
          flags.put(columns[0], new Flag(columns[0], columns[1], columns[2].charAt(0), columns[3]));
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return flags;
  }
}
