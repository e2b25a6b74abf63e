package dev.marathon.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigUtil;
import dev.marathon.config.Effective;
import dev.marathon.config.Settings;

/** {@code /config}: the settings in force as a tree, secrets masked. */
final class ConfigJson {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ConfigJson() {}

  static ObjectNode of(Settings settings) {
    var root = JsonNodeFactory.instance.objectNode();
    var marathon = root.putObject("marathon");
    Effective.of(settings.raw()).forEach(setting -> put(marathon, setting));
    return root;
  }

  private static void put(ObjectNode tree, Effective setting) {
    var words = ConfigUtil.splitPath(setting.key());
    var place = tree;
    for (var word : words.subList(0, words.size() - 1)) {
      place = place.withObjectProperty(word);
    }
    try {
      place.set(words.get(words.size() - 1), MAPPER.readTree(setting.value()));
    } catch (JsonProcessingException unreadable) {
      throw new IllegalStateException(setting.key(), unreadable);
    }
  }
}
