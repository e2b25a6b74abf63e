package dev.marathon.spec;

import java.util.List;

/**
 * What is wrong at one place of a request body.
 *
 * @param path JSON path such as {@code /container/docker/image} or {@code
 *     /portDefinitions(0)/port}; {@code /} for a rule about the whole object
 * @param errors for a wrong type or a broken limit first a key that clients know ({@code
 *     error.min}), then the explanation; otherwise explanations alone
 */
public record Violation(String path, List<String> errors) {
  public Violation {
    errors = List.copyOf(errors);
  }

  /** The errors as text for people, without the keys. */
  public List<String> explanations() {
    var texts = errors.stream().filter(error -> !error.startsWith("error.")).toList();
    return texts.isEmpty() ? errors : texts;
  }

  /** The same violation, seen from an object that holds this one at {@code prefix}. */
  public Violation under(String prefix) {
    return new Violation(prefix + (path.equals("/") ? "" : path), errors);
  }
}
