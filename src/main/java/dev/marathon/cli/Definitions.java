package dev.marathon.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads definitions of apps and groups: JSON or YAML, one or several in a file, from a file, all
 * files of a directory, or standard input ({@code -}).
 */
final class Definitions {

  /** More than the server takes in one request. */
  private static final int MAX_BYTES = 16 << 20;

  /**
   * @param source file it came from, for messages
   */
  record Definition(String source, ObjectNode json) {
    /** A group holds apps or groups; everything else is an app. */
    boolean group() {
      return json.has("apps") || json.has("groups");
    }

    String id() {
      return json.path("id").asText();
    }
  }

  private Definitions() {}

  /**
   * @param variables each <code>${name}</code> of these names is replaced by its value; others are
   *     left for the service's shell
   */
  static List<Definition> read(List<String> sources, Map<String, String> variables) {
    var found = new ArrayList<Definition>();
    for (var source : sources) {
      if (source.equals("-")) {
        parse("standard input", read(System.in), variables, found);
        continue;
      }
      for (var file : files(Path.of(source))) {
        try (var in = Files.newInputStream(file)) {
          parse(file.toString(), read(in), variables, found);
        } catch (IOException unreadable) {
          throw unreadable(source, unreadable);
        }
      }
    }
    if (found.isEmpty()) {
      throw new CliFailure(Exit.USAGE, "there is no definition in " + String.join(", ", sources));
    }
    return found;
  }

  private static List<Path> files(Path path) {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (var files = Files.list(path)) {
      return files.filter(file -> file.toString().matches(".*\\.(json|ya?ml)")).sorted().toList();
    } catch (IOException unreadable) {
      throw unreadable(path.toString(), unreadable);
    }
  }

  private static CliFailure unreadable(String source, IOException failure) {
    return new CliFailure(
        Exit.USAGE,
        source
            + (failure instanceof java.nio.file.NoSuchFileException
                ? " does not exist"
                : " cannot be read: " + failure.getMessage()));
  }

  private static String read(InputStream in) {
    try {
      var bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new CliFailure(Exit.USAGE, "a definition has at most " + MAX_BYTES + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw unreadable("standard input", unreadable);
    }
  }

  static void parse(
      String source, String text, Map<String, String> variables, List<Definition> into) {
    var filled = text;
    for (var variable : variables.entrySet()) {
      filled = filled.replace("${" + variable.getKey() + "}", variable.getValue());
    }
    // JSON is read by the JSON parser, whose messages fit; YAML would accept most of it too.
    boolean json = filled.stripLeading().startsWith("{") || filled.stripLeading().startsWith("[");
    var mapper = json ? Printer.JSON : Printer.Yaml.MAPPER;
    try (var documents = mapper.readerFor(JsonNode.class).<JsonNode>readValues(filled)) {
      while (documents.hasNextValue()) {
        add(source, documents.nextValue(), into);
      }
    } catch (JsonProcessingException broken) {
      var at = broken.getLocation();
      throw new CliFailure(
          Exit.USAGE,
          "%s, line %d, column %d: %s"
              .formatted(source, at.getLineNr(), at.getColumnNr(), broken.getOriginalMessage()));
    } catch (IOException impossible) {
      throw unreadable(source, impossible);
    }
  }

  private static void add(String source, JsonNode node, List<Definition> into) {
    if (node.isArray()) {
      node.forEach(one -> add(source, one, into));
    } else if (node instanceof ObjectNode object) {
      var definition = new Definition(source, object);
      if (definition.id().isEmpty()) {
        throw new CliFailure(Exit.USAGE, source + ": the definition has no 'id'");
      }
      into.add(definition);
    } else if (!node.isNull() && !node.isMissingNode()) {
      throw new CliFailure(
          Exit.USAGE, source + ": a definition is an object, not " + Plain.line(node.toString()));
    }
  }
}
