package dev.marathon.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;

/**
 * Body of {@code PUT} and {@code PATCH /v2/apps}: a list of apps or partial updates, each with its
 * id, which are accepted or refused together.
 */
public record AppBulk(List<Item> items) {

  /** Most apps in one request. */
  public static final int MAX_ITEMS = 10_000;

  private static final Shape SHAPE =
      Shape.list(
          0,
          MAX_ITEMS,
          Shape.object(Shape.Field.required("id", AppShapes.path(Ids::isLegacyPath))));

  /** One element: which app, and what is said about it. */
  public record Item(AppId id, ObjectNode body) {}

  public AppBulk {
    items = List.copyOf(items);
  }

  /** Reads the ids alone, so that the caller can look up what exists. */
  public static Parsed<AppBulk> parse(JsonNode body) {
    var found = new Violations();
    SHAPE.check(body, "", found);
    if (!found.none()) {
      return Parsed.invalidJson(found);
    }
    var items = new ArrayList<Item>();
    var seen = new HashSet<String>();
    for (var json : body) {
      String path = Ids.resolve(json.path("id").asText(), GroupId.ROOT);
      String place = "(" + items.size() + ")/id";
      found.require(!path.equals("/"), place, "must not be the root group");
      found.require(seen.add(path), place, "must not be in the list twice");
      if (!found.none()) {
        return Parsed.notValid(found);
      }
      items.add(new Item(new AppId(path), (ObjectNode) json));
    }
    return new Parsed.Valid<>(new AppBulk(items));
  }

  /**
   * Reads every element.
   *
   * @param read meaning of one element, for example {@link AppUpdate#parse} and then a merge
   * @return all definitions in order, or all violations of the first stage that found any
   */
  public Parsed<List<AppDefinition>> all(Function<Item, Parsed<AppDefinition>> read) {
    var definitions = new ArrayList<AppDefinition>();
    var refusals = new Refusals();
    for (int i = 0; i < items.size(); i++) {
      refusals.collect("(" + i + ")", read.apply(items.get(i)), definitions);
    }
    return refusals.or(definitions);
  }
}
