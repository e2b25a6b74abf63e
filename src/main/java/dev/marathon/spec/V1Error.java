package dev.marathon.spec;

import java.util.List;

/**
 * One mistake in a body of the v1 API, as its error answers list them.
 *
 * @param attribute field in v1's notation, for example {@code ports[0]}; empty for the whole object
 */
public record V1Error(String attribute, String error) {

  /** The mistakes that a v1 parser found. */
  public static List<V1Error> of(Parsed.Invalid<?> invalid) {
    return invalid.details().stream()
        .flatMap(
            violation ->
                violation.explanations().stream()
                    .map(text -> new V1Error(attribute(violation.path()), text)))
        .toList();
  }

  /** Paths of the translated body lead back to the fields that v1 has for them. */
  private static String attribute(String path) {
    return path.replaceFirst("^/portDefinitions(\\(\\d+\\))/port$", "/ports$1")
        .replaceFirst("^/portDefinitions", "/ports")
        .replaceFirst("^/fetch(\\(\\d+\\))/uri$", "/uris$1")
        .replaceFirst("^/container/docker", "/container")
        .replaceFirst("^/backoffSeconds", "/taskRateLimit")
        .replaceFirst("^/", "")
        .replace('/', '.')
        .replace('(', '[')
        .replace(')', ']');
  }
}
