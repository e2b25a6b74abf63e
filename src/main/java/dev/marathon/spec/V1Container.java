package dev.marathon.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/**
 * Translates the container of the v1 API, {@code {"image": "docker:///busybox", "options": ["-v",
 * "/a:/b"]}}, to one for the Docker containerizer. Options of the docker command line become its
 * parameters, which exist in their long form only.
 */
final class V1Container {

  private static final String SCHEME = "docker:///";

  private static final Map<String, String> LONG_FORMS =
      Map.of(
          "-c", "cpu-shares",
          "-e", "env",
          "-h", "hostname",
          "-l", "label",
          "-m", "memory",
          "-u", "user",
          "-v", "volume",
          "-w", "workdir");

  private V1Container() {}

  static void translate(JsonNode body, ObjectNode app, Violations found) {
    var json = body.path("container");
    if (json.isMissingNode()) {
      return;
    }
    String image = json.path("image").asText();
    if (!image.startsWith(SCHEME) || image.length() == SCHEME.length()) {
      found.add("/container/image", "must be " + SCHEME + " and the name of an image");
      return;
    }
    var docker = app.putObject("container").put("type", "DOCKER").putObject("docker");
    docker.put("image", image.substring(SCHEME.length()));
    options(json.path("options"), docker, found);
  }

  private static void options(JsonNode options, ObjectNode docker, Violations found) {
    var parameters = docker.putArray("parameters");
    for (int i = 0; i < options.size(); i++) {
      String option = options.get(i).asText();
      int equals = option.indexOf('=');
      boolean valueFollows =
          equals < 0 && i + 1 < options.size() && !options.get(i + 1).asText().startsWith("-");
      var name = name(equals < 0 ? option : option.substring(0, equals));
      if (name.isEmpty()) {
        found.add("/container/options(" + i + ")", "is not a known option of docker run");
        return;
      }
      String value = equals < 0 ? "true" : option.substring(equals + 1);
      if (valueFollows) {
        i++;
        value = options.get(i).asText();
      }
      if (name.get().equals("privileged")) {
        docker.put("privileged", !value.equals("false"));
      } else {
        parameters.addObject().put("key", name.get()).put("value", value);
      }
    }
  }

  private static Optional<String> name(String option) {
    return option.startsWith("--") && option.length() > 2
        ? Optional.of(option.substring(2))
        : Optional.ofNullable(LONG_FORMS.get(option));
  }

  static JsonNode write(AppDefinition app) {
    var docker = app.container().flatMap(Container::docker);
    if (docker.isEmpty()) {
      return Json.object().nullNode();
    }
    var json = Json.object().put("image", SCHEME + docker.get().image());
    var options = json.putArray("options");
    docker
        .get()
        .parameters()
        .forEach(parameter -> options.add("--" + parameter.key() + "=" + parameter.value()));
    if (docker.get().privileged()) {
      options.add("--privileged");
    }
    return json;
  }
}
