package dev.marathon.spec;

import static dev.marathon.spec.Shape.Field.optional;

import com.fasterxml.jackson.databind.JsonNode;
import dev.marathon.base.GroupId;
import dev.marathon.base.PathId;
import dev.marathon.base.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads bodies of {@code /v2/groups}. Ids and dependencies of groups and apps may be relative to
 * the group around them. Pods are read-only here and ignored.
 */
public final class GroupParser {

  private static final Shape GROUP =
      Shape.object(
          optional("id", AppShapes.path(Ids::isPath)),
          optional("apps", Shape.list((app, path, found) -> {})),
          optional("groups", Shape.list((group, path, found) -> {})),
          optional("dependencies", Shape.list(AppShapes.path(Ids::isLegacyPath))),
          optional("scaleBy", Shape.decimal(0, 1e6)),
          optional("version", Shape.time()),
          optional("enforceRole", Shape.bool()));

  private static final List<String> FIELDS =
      List.of("id", "apps", "groups", "dependencies", "scaleBy", "version", "enforceRole");

  private final Refusals refusals = new Refusals();
  private SpecContext context;

  private GroupParser(SpecContext context) {
    this.context = context;
  }

  /**
   * @param base group of the URL; the group itself unless the body has an {@code id}, which is
   *     resolved against it
   */
  public static Parsed<GroupUpdate> parse(JsonNode body, GroupId base, SpecContext context) {
    var parser = new GroupParser(context);
    var clean = Json.withoutNulls(body);
    GROUP.check(clean, "", parser.refusals.types);
    if (!parser.refusals.types.none()) {
      return Parsed.invalidJson(parser.refusals.types);
    }
    var id = new GroupId(Ids.resolve(clean.path("id").asText(""), base));
    parser.top(clean);
    var group = parser.group(clean, id, "");
    return parser.refusals.or(group);
  }

  /** Body of {@code PATCH /v2/groups/{id}}: the new {@code enforceRole}, empty for the default. */
  public static Parsed<Optional<Boolean>> parsePatch(JsonNode body) {
    var found = new Violations();
    var clean = Json.withoutNulls(body);
    Shape.object(optional("enforceRole", Shape.bool())).check(clean, "", found);
    return found.none()
        ? new Parsed.Valid<>(Json.bool(clean, "enforceRole"))
        : Parsed.invalidJson(found);
  }

  /** Rules of the group that the request is about. */
  private void top(JsonNode json) {
    boolean alone = FIELDS.stream().filter(json::has).count() <= 1;
    for (String lonely : List.of("scaleBy", "version")) {
      refusals.rules.require(
          alone || !json.has(lonely), "/" + lonely, "must be the only field of the body");
    }
  }

  /** Which role apps below have by default depends on it, so it is looked at before them. */
  private void enforceRole(JsonNode json, GroupId id, String path) {
    var wanted = Json.bool(json, "enforceRole");
    if (wanted.isPresent()) {
      boolean topLevel = !id.root() && id.parent().root();
      boolean changes = !context.enforceRole().apply(id).map(wanted.get()::equals).orElse(true);
      String place = path + "/enforceRole";
      refusals.rules.require(
          topLevel || !wanted.get(), place, "is for groups directly below the root");
      refusals.rules.require(
          !changes || !(json.has("apps") || json.has("groups")),
          place,
          "cannot change together with apps or groups: use PATCH");
      context = context.withEnforceRole(id, wanted.get());
    }
  }

  private GroupUpdate group(JsonNode json, GroupId id, String path) {
    enforceRole(json, id, path);
    return new GroupUpdate(
        id,
        Json.member(json, "apps").map(apps -> apps(apps, id, path)),
        Json.member(json, "groups").map(groups -> groups(groups, id, path)),
        Json.member(json, "dependencies").map(d -> dependencies(json, id)),
        Json.member(json, "scaleBy").map(JsonNode::asDouble),
        Json.text(json, "version").map(Version::parse),
        Json.bool(json, "enforceRole"));
  }

  private List<AppDefinition> apps(JsonNode apps, GroupId group, String path) {
    var read = new ArrayList<AppDefinition>();
    for (int i = 0; i < apps.size(); i++) {
      String place = path + "/apps(" + i + ")";
      var parsed = AppParser.parse(apps.get(i), group, context);
      refusals.collect(place, parsed, read);
      if (parsed instanceof Parsed.Valid<AppDefinition> valid) {
        refusals.rules.require(
            valid.value().id().parent().equals(group), place + "/id", "is not a child of " + group);
      }
    }
    return newest(read, AppDefinition::id);
  }

  private List<GroupUpdate> groups(JsonNode groups, GroupId parent, String path) {
    var read = new ArrayList<GroupUpdate>();
    for (int i = 0; i < groups.size(); i++) {
      var json = groups.get(i);
      String place = path + "/groups(" + i + ")";
      if (child(json, place)) {
        var id = new GroupId(Ids.resolve(json.path("id").asText(), parent));
        refusals.rules.require(
            !id.root() && id.parent().equals(parent), place + "/id", "is not a child of " + parent);
        refusals.rules.require(!Ids.isReserved(id.path()), place + "/id", Ids.WHAT_IS_RESERVED);
        refusals.rules.require(
            id.path().length() <= Ids.MAX_LENGTH,
            place + "/id",
            "must have at most " + Ids.MAX_LENGTH + " characters together with its group");
        read.add(group(json, id, place));
      }
    }
    return newest(read, GroupUpdate::id);
  }

  /** Whether a group inside another has the right types; they must not be scaled or rolled back. */
  private boolean child(JsonNode json, String place) {
    var found = new Violations();
    GROUP.check(json, "", found);
    if (json.isObject() && !json.has("id")) {
      found.add("/id", "error.path.missing", "'id' is required");
    }
    refusals.types.addAll(place, found.list());
    for (String lonely : List.of("scaleBy", "version")) {
      refusals.rules.require(
          !json.has(lonely), place + "/" + lonely, "is for the group of the request only");
    }
    return found.none();
  }

  private static List<PathId> dependencies(JsonNode json, GroupId group) {
    return Json.list(json, "dependencies", item -> new PathId(Ids.resolve(item.asText(), group)));
  }

  /** Of several with the same id the last one counts, as in the original. */
  private static <T> List<T> newest(List<T> items, Function<T, ?> id) {
    var byId = new LinkedHashMap<Object, T>();
    items.forEach(item -> byId.put(id.apply(item), item));
    return List.copyOf(byId.values());
  }
}
