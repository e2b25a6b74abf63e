package dev.marathon.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Rules that tie several fields of an app together, except those of its networks and checks. */
final class AppRules {

  private static final String WHOLE = "/";

  /** Of apps of which there may be no instance too many. */
  static final String OVER_CAPACITY = "/upgradeStrategy/maximumOverCapacity";

  private final AppDefinition app;
  private final SpecContext context;
  private final Violations found;

  private AppRules(AppDefinition app, SpecContext context, Violations found) {
    this.app = app;
    this.context = context;
    this.found = found;
  }

  /** Rules about what the user wrote, before any default is filled in. */
  static void checkInput(JsonNode app, Violations found) {
    boolean cmd = app.has("cmd");
    boolean args = Json.size(app, "args") > 0;
    found.require(!(cmd && args), WHOLE, "give either 'cmd' or 'args', not both");
    found.require(
        cmd || args || app.has("container"), WHOLE, "give one of 'cmd', 'args' and 'container'");
  }

  /** A command of one character is refused, as Marathon always did. */
  static void checkCommand(JsonNode app, Violations found) {
    found.require(
        app.path("cmd").asText("  ").length() > 1,
        WHOLE,
        "'cmd' must be longer than one character");
  }

  static void check(AppDefinition app, SpecContext context, Violations found) {
    var rules = new AppRules(app, context, found);
    rules.id();
    rules.instances();
    rules.resources();
    rules.environment();
    rules.fetch();
    rules.unreachable();
    rules.resident();
    rules.labels();
    NetworkRules.check(app, found);
    CheckRules.check(app, found);
    ContainerRules.check(app, context.settings(), found);
    RoleRules.check(app, context, found);
  }

  private void id() {
    String path = app.id().path();
    found.require(
        path.length() <= Ids.MAX_LENGTH,
        "/id",
        "must have at most " + Ids.MAX_LENGTH + " characters together with its group");
    found.require(!Ids.isReserved(path), "/id", Ids.WHAT_IS_RESERVED);
  }

  private void instances() {
    int max = context.settings().maxInstances();
    found.require(app.instances() <= max, "/instances", "must be at most " + max);
    if (app.singleInstance()) {
      found.require(
          app.instances() <= 1, WHOLE, "'instances' must be at most 1: this app may run only once");
    }
    if ("true".equals(app.labels().get(AppDefinition.SINGLE_INSTANCE))) {
      String zero = "must be 0: this app may run only once";
      found.require(
          app.upgradeStrategy().minimumHealthCapacity() == 0,
          "/upgradeStrategy/minimumHealthCapacity",
          zero);
      found.require(app.upgradeStrategy().maximumOverCapacity() == 0, OVER_CAPACITY, zero);
    }
  }

  private void resources() {
    if (app.gpus() > 0) {
      found.require(
          app.container().map(c -> c.type() == Container.Type.MESOS).orElse(true),
          WHOLE,
          "'gpus' work with the Mesos containerizer only: use a container of type MESOS");
      found.require(
          context.settings().enabled(SpecSettings.GPU_RESOURCES),
          WHOLE,
          "'gpus' need the feature gpu_resources to be enabled");
    }
    app.resourceLimits()
        .ifPresent(
            limits -> {
              limit("cpus", limits.cpus(), app.cpus());
              limit("mem", limits.mem(), app.mem());
            });
  }

  private void limit(String name, Optional<Double> limit, double requested) {
    String path = "/resourceLimits/" + name;
    found.require(
        limit.map(most -> most >= requested).orElse(true),
        path,
        "must be at least '" + name + "', which is " + requested);
    found.require(
        limit.isEmpty() || requested > 0,
        path,
        "needs '" + name + "' to be more than 0: Mesos limits only what a task asks for");
  }

  private void environment() {
    boolean enabled = context.settings().enabled(SpecSettings.SECRETS);
    found.require(
        app.secrets().isEmpty() || enabled, "/secrets", "needs the feature secrets to be enabled");
    found.require(!app.env().containsKey(""), "/env", "names of variables must not be empty");
    app.env()
        .forEach(
            (name, value) -> {
              if (value instanceof EnvValue.SecretRef secret) {
                found.require(
                    enabled,
                    "/env",
                    "references to secrets need the feature secrets to be enabled");
                found.require(
                    app.secrets().containsKey(secret.secret()),
                    "/env/" + name + "/secret",
                    "is not defined in 'secrets'");
              }
            });
  }

  private void fetch() {
    for (int i = 0; i < app.fetch().size(); i++) {
      found.require(
          validUri(app.fetch().get(i).uri()), "/fetch(" + i + ")/uri", "is not a valid URI");
    }
  }

  static boolean validUri(String text) {
    try {
      return new URI(text) != null;
    } catch (URISyntaxException invalid) {
      return false;
    }
  }

  private void unreachable() {
    if (app.unreachableStrategy() instanceof UnreachableStrategy.After after) {
      found.require(
          after.inactiveAfterSeconds() <= after.expungeAfterSeconds(),
          "/unreachableStrategy/inactiveAfterSeconds",
          "must not be greater than expungeAfterSeconds, which is " + after.expungeAfterSeconds());
    }
  }

  /** An app that claims {@code residency} must keep the rules of apps with persistent volumes. */
  private void resident() {
    if (app.residency().isPresent()) {
      found.require(
          app.upgradeStrategy().maximumOverCapacity() == 0,
          OVER_CAPACITY,
          "must be 0: an app with persistent volumes cannot run more instances");
      found.require(
          app.unreachableStrategy() instanceof UnreachableStrategy.Disabled,
          "/unreachableStrategy",
          "must be \"disabled\" for an app with persistent volumes");
    }
  }

  private void labels() {
    var labels = app.labels();
    String version = labels.get("DCOS_MIGRATION_API_VERSION");
    if (version != null && !version.isEmpty()) {
      found.require(version.equals("v1"), WHOLE, "DCOS_MIGRATION_API_VERSION must be 'v1'");
      for (var needed : new String[] {"DCOS_PACKAGE_FRAMEWORK_NAME", "DCOS_MIGRATION_API_PATH"}) {
        found.require(
            !labels.getOrDefault(needed, "").isEmpty(),
            WHOLE,
            needed + " must be given with DCOS_MIGRATION_API_VERSION");
      }
    }
  }
}
