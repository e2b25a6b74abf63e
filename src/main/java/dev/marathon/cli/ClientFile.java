package dev.marathon.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The client's file of servers: {@code $MARATHON_CONFIG}, else {@code
 * ~/.config/marathon/config.yaml}. It holds no passwords and no tokens.
 *
 * @param current name of the context that is used when none is named
 */
record ClientFile(Optional<String> current, Map<String, Context> contexts) {

  /**
   * One server.
   *
   * @param url one or several with commas between
   * @param user null: none
   * @param tokenFile holds the bearer token, and is read each time, so that a new one may be put
   *     there; null: none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Context(String url, String user, String tokenFile) {

    Optional<String> token() {
      if (tokenFile == null) {
        return Optional.empty();
      }
      try {
        var token = Files.readString(Path.of(tokenFile)).strip();
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
          throw new CliFailure(Exit.USAGE, tokenFile + " holds no token");
        }
        return Optional.of(token);
      } catch (IOException unreadable) {
        throw new CliFailure(Exit.USAGE, "cannot read the token in " + tokenFile);
      }
    }
  }

  /** As written. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Written(String current, Map<String, Context> contexts) {}

  ClientFile {
    contexts = Map.copyOf(contexts);
  }

  static Path path(Map<String, String> environment) {
    var given = environment.get("MARATHON_CONFIG");
    if (given != null && !given.isEmpty()) {
      return Path.of(given);
    }
    return Path.of(System.getProperty("user.home"), ".config", "marathon", "config.yaml");
  }

  /** Empty if there is no file. */
  static ClientFile load(Path path) {
    if (!Files.exists(path)) {
      return new ClientFile(Optional.empty(), Map.of());
    }
    try {
      var written = Printer.Yaml.MAPPER.readValue(Files.readString(path), Written.class);
      return new ClientFile(
          Optional.ofNullable(written.current()),
          written.contexts() == null ? Map.of() : written.contexts());
    } catch (JsonProcessingException broken) {
      throw new CliFailure(Exit.USAGE, path + " cannot be read: " + broken.getOriginalMessage());
    } catch (IOException unreadable) {
      throw new CliFailure(Exit.USAGE, path + " cannot be read: " + unreadable.getMessage());
    }
  }

  Context named(String name) {
    var found = contexts.get(name);
    if (found == null) {
      throw new CliFailure(
          Exit.USAGE,
          "there is no context '"
              + name
              + "'; known are "
              + new TreeMap<>(contexts).keySet()
              + ". Add one: marathon context add "
              + name
              + " URL");
    }
    return found;
  }

  void save(Path path) {
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      Files.writeString(
          path,
          Printer.Yaml.MAPPER.writeValueAsString(
              new Written(current.orElse(null), new TreeMap<>(contexts))));
    } catch (IOException unwritable) {
      throw new CliFailure(Exit.USAGE, path + " cannot be written: " + unwritable.getMessage());
    }
  }
}
