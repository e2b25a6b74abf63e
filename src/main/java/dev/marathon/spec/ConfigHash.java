package dev.marathon.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/**
 * Short name of a configuration: equal for two definitions exactly if {@link ConfigChange} sees no
 * change of configuration between them. It is the first half of the SHA-256 of the written form
 * with sorted keys, so that it is the same on every node and in every run; a release that writes
 * new fields may change it.
 */
public final class ConfigHash {

  private static final int BYTES = 16;

  private ConfigHash() {}

  /** 32 hexadecimal digits. */
  public static String of(AppDefinition app) {
    var text = new StringBuilder();
    sorted(AppJson.write(ConfigChange.configuration(app)), text);
    byte[] digest = sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(Arrays.copyOf(digest, BYTES));
  }

  private static void sorted(JsonNode json, StringBuilder text) {
    if (json.isObject()) {
      text.append('{');
      json.properties().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(
              entry -> {
                text(entry.getKey(), text);
                sorted(entry.getValue(), text);
                text.append(',');
              });
      text.append('}');
    } else if (json.isArray()) {
      text.append('[');
      json.forEach(
          item -> {
            sorted(item, text);
            text.append(',');
          });
      text.append(']');
    } else if (json.isTextual()) {
      text(json.textValue(), text);
    } else {
      text.append(json.asText());
    }
  }

  /** With its length in front no text can be taken for something else. */
  private static void text(String value, StringBuilder text) {
    text.append(value.length()).append(':').append(value);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
