package dev.marathon.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One setting as it is in force.
 *
 * @param key below {@code marathon.}
 * @param value as a configuration file would say it, secrets masked
 * @param origin where the value comes from, for people
 */
public record Effective(String key, String value, String origin) {

  private static final String HIDDEN = "********";

  /** Last words of keys whose values nobody may see. */
  private static final Pattern SECRET =
      Pattern.compile(".*(password|secret|credentials|token)(\\..*)?");

  private static final Pattern USER_INFO = Pattern.compile("//[^/@,\\s\"]*@");
  private static final Pattern PARAMETER =
      Pattern.compile("((?:password|secret|token)=)[^&\"]*", Pattern.CASE_INSENSITIVE);

  /** Whether nobody gave it a value. */
  public boolean isDefault() {
    return origin.equals("default");
  }

  /** All settings of Marathon in the order of their keys. */
  public static List<Effective> of(Config raw) {
    return raw.getConfig("marathon").entrySet().stream()
        .map(Effective::of)
        .sorted(Comparator.comparing(Effective::key))
        .toList();
  }

  private static Effective of(Map.Entry<String, ConfigValue> setting) {
    var value = setting.getValue();
    var text = value.render(ConfigRenderOptions.concise());
    boolean empty = value.unwrapped().toString().isEmpty();
    boolean secret = SECRET.matcher(setting.getKey()).matches();
    return new Effective(
        setting.getKey(),
        secret && !empty ? '"' + HIDDEN + '"' : masked(text),
        origin(value.origin()));
  }

  private static String masked(String text) {
    var withoutUser = USER_INFO.matcher(text).replaceAll("//" + HIDDEN + "@");
    return PARAMETER.matcher(withoutUser).replaceAll("$1" + HIDDEN);
  }

  private static String origin(ConfigOrigin origin) {
    var words = origin.description();
    return words.toLowerCase(Locale.ROOT).contains("reference.conf") ? "default" : words;
  }
}
