package dev.marathon.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.base.GroupId;
import dev.marathon.base.Version;

/**
 * Body of a partial update, {@code PUT} or {@code PATCH /v2/apps/{id}}: either some fields to
 * replace, or a version to go back to.
 */
public sealed interface AppUpdate {

  /** Go back to an older definition, its count included. */
  record Rollback(Version to) implements AppUpdate {}

  /**
   * Replace the fields that are present, each as a whole; keep the others.
   *
   * @param fragment checked for types and in canonical form; without {@code id}
   */
  record Merge(ObjectNode fragment) implements AppUpdate {

    /**
     * The definition that results, after the same checks as for a whole one. The app keeps its id
     * and may keep its role.
     */
    public Parsed<AppDefinition> applyTo(AppDefinition current, SpecContext context) {
      var merged = AppJson.write(current);
      merged.remove(VERSION);
      merged.remove("versionInfo");
      dropPortsOfTheOtherMode(merged, current.hostMode());
      merged.setAll(fragment.deepCopy());
      var found = new Violations();
      AppRules.checkCommand(fragment, found);
      return AppParser.canonical(merged, GroupId.ROOT, context.withCurrent(current), found);
    }

    /**
     * An update from the host's network to another or back need not mention the ports of the old
     * one, which mean nothing in the new one.
     */
    private void dropPortsOfTheOtherMode(ObjectNode current, boolean host) {
      if (Json.size(fragment, "networks") == 0) {
        return;
      }
      boolean becomesHost = AppDefaults.mode(fragment.path("networks").path(0)).equals("host");
      if (host && !becomesHost) {
        current.remove("portDefinitions");
      } else if (!host
          && becomesHost
          && current.path("container") instanceof ObjectNode container) {
        container.remove("portMappings");
      }
    }
  }

  /** Name of the field that asks for a rollback. */
  String VERSION = "version";

  static Parsed<AppUpdate> parse(JsonNode body, SpecSettings settings) {
    var found = new Violations();
    var clean = Json.withoutNulls(body);
    AppShapes.FRAGMENT.check(clean, "", found);
    if (!found.none()) {
      return Parsed.invalidJson(found);
    }
    var fragment = (ObjectNode) clean;
    fragment.remove("id");
    if (fragment.has(VERSION)) {
      boolean alone = AppShapes.NAMES.stream().filter(fragment::has).count() == 1;
      return alone
          ? new Parsed.Valid<>(new Rollback(Version.parse(fragment.path(VERSION).asText())))
          : Parsed.notValid(
              "/", "'version' asks for a rollback and may be combined with 'id' only");
    }
    DeprecatedRules.check(fragment, found);
    if (!found.none()) {
      return Parsed.notValid(found);
    }
    Translation.apply(fragment, settings.bridgeName());
    return new Parsed.Valid<>(new Merge(fragment));
  }
}
