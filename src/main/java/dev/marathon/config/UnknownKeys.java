package dev.marathon.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOrigin;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Refuses settings that do not exist: whoever mistypes {@code security.users-file} believes that
 * the door is closed.
 */
final class UnknownKeys {

  private static final String ROOT = "marathon.";

  private UnknownKeys() {}

  /**
   * @param given by the operator
   */
  static void refuse(Config given) {
    var known = keys(ConfigFactory.defaultReference());
    for (var entry : given.entrySet()) {
      if (entry.getKey().startsWith(ROOT)) {
        // "list.0" is the first one of a list, on the command line.
        var key = entry.getKey().substring(ROOT.length()).replaceFirst("\\.\\d+$", "");
        if (!known.contains(key)) {
          throw new InvalidSettings(
              "there is no setting "
                  + key
                  + place(entry.getValue().origin())
                  + Similar.to(key, known).map(other -> "; is it " + other + "?").orElse(""));
        }
      }
    }
  }

  private static Set<String> keys(Config config) {
    return config.entrySet().stream()
        .map(Map.Entry::getKey)
        .filter(key -> key.startsWith(ROOT))
        .map(key -> key.substring(ROOT.length()))
        .collect(Collectors.toSet());
  }

  private static String place(ConfigOrigin origin) {
    return origin.filename() == null
        ? ""
        : " (" + origin.filename() + ", line " + origin.lineNumber() + ")";
  }
}
