package dev.marathon.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;

/**
 * Reads whole app definitions of the v2 API.
 *
 * <p>In this order, stopping where something is wrong: types and limits; the use of deprecated
 * fields; their translation; defaults; rules; what this release cannot do. Each stage reports all
 * it finds at once.
 */
public final class AppParser {

  private AppParser() {}

  /** A body that says which app it is, as for {@code POST /v2/apps}. */
  public static Parsed<AppDefinition> parse(JsonNode body, SpecContext context) {
    return parse(body, GroupId.ROOT, context);
  }

  /**
   * A body for an app that the URL names, as for {@code PUT /v2/apps/{id}}; an {@code id} in the
   * body is overwritten.
   */
  public static Parsed<AppDefinition> parse(JsonNode body, AppId id, SpecContext context) {
    if (body instanceof ObjectNode object) {
      return parse(object.deepCopy().put("id", id.path()), GroupId.ROOT, context);
    }
    var found = new Violations();
    AppShapes.FRAGMENT.check(body, "", found);
    return Parsed.invalidJson(found);
  }

  /**
   * @param base group that relative ids are resolved against
   */
  static Parsed<AppDefinition> parse(JsonNode body, GroupId base, SpecContext context) {
    var found = new Violations();
    var clean = Json.withoutNulls(body);
    AppShapes.FULL.check(clean, "", found);
    checkId(clean, base, context, found);
    if (!found.none()) {
      return Parsed.invalidJson(found);
    }
    var app = (ObjectNode) clean;
    DeprecatedRules.check(app, found);
    if (!found.none()) {
      return Parsed.notValid(found);
    }
    AppRules.checkCommand(app, found);
    Translation.apply(app, context.settings().bridgeName());
    return canonical(app, base, context, found);
  }

  /** New apps must have ids of the v2 form; those that exist may have come through v1. */
  private static void checkId(JsonNode app, GroupId base, SpecContext context, Violations found) {
    String id = app.path("id").asText();
    if (Ids.isPath(id) || !Ids.isLegacyPath(id)) {
      return;
    }
    String path = Ids.resolve(id, base);
    if (path.equals("/") || !context.exists(new AppId(path))) {
      found.add("/id", "error.pattern", Ids.WHAT_A_PATH_IS);
    }
  }

  /**
   * The stages after translation.
   *
   * @param app checked for types and in canonical form; changed in place
   * @param found what was wrong with the fields that the request itself gave
   */
  static Parsed<AppDefinition> canonical(
      ObjectNode app, GroupId base, SpecContext context, Violations found) {
    String path = Ids.resolve(app.path("id").asText(), base);
    AppRules.checkInput(app, found);
    if (path.equals("/")) {
      found.add("/id", "must name something below the root group");
      found.add("/", "must not be the root group");
      return Parsed.notValid(found);
    }
    resolve(app, new AppId(path), base, context);
    AppDefaults.apply(app, context.settings());
    var definition = AppReader.read(app, context.version(), found);
    AppRules.check(definition, context, found);
    if (!found.none()) {
      return Parsed.notValid(found);
    }
    Unsupported.check(definition, found);
    return found.none() ? new Parsed.Valid<>(normal(definition)) : Parsed.notValid(found);
  }

  private static void resolve(ObjectNode app, AppId id, GroupId base, SpecContext context) {
    app.put("id", id.path());
    if (!app.has("role")) {
      app.put("role", RoleRules.defaultRole(id, context));
    }
    if (app.has("dependencies")) {
      var references = Json.strings(app, "dependencies");
      var absolute = app.putArray("dependencies");
      references.forEach(reference -> absolute.add(Ids.resolve(reference, base)));
    }
    if (app.has("acceptedResourceRoles")
        && context.settings().enabled(SpecSettings.SANITIZE_ROLES)) {
      var kept =
          RoleRules.sanitized(
              Json.strings(app, "acceptedResourceRoles"), app.path("role").asText());
      var roles = app.putArray("acceptedResourceRoles");
      kept.forEach(roles::add);
    }
  }

  /** {@code residency} is a mark of apps with persistent volumes; on others it means nothing. */
  private static AppDefinition normal(AppDefinition app) {
    return app.residency().isEmpty() || app.resident()
        ? app
        : app.toBuilder().withoutResidency().build();
  }
}
