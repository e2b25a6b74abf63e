package dev.marathon.api.v2;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.api.ApiError;
import dev.marathon.api.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The members of each object of a list that a reader wants, by {@code fields=id,delay,app.id}; a
 * list of 10,000 apps is then a tenth in size. Without it objects are whole; unknown names mean
 * nothing.
 *
 * @param wanted names, and of each the wanted names inside; none for all of it
 */
record Fields(Map<String, List<String>> wanted) {

  private static final int MAX_NAMES = 50;

  /**
   * @throws dev.marathon.api.Refused 400 if there are too many
   */
  static Fields of(Call call) {
    var wanted = new LinkedHashMap<String, List<String>>();
    int count = 0;
    for (String value : call.queries("fields")) {
      for (String name : value.split(",", MAX_NAMES + 2)) {
        if (++count > MAX_NAMES) {
          throw ApiError.of(400, "fields takes at most " + MAX_NAMES + " names").refused();
        }
        int dot = name.indexOf('.');
        var inside =
            wanted.computeIfAbsent(
                dot < 0 ? name.strip() : name.substring(0, dot).strip(), n -> new ArrayList<>());
        if (dot >= 0) {
          inside.add(name.substring(dot + 1).strip());
        }
      }
    }
    return new Fields(wanted);
  }

  /** Whether objects are wanted whole. */
  boolean all() {
    return wanted.isEmpty();
  }

  /** Whether these names are enough for what is wanted. */
  boolean within(Set<String> names) {
    return !all() && names.containsAll(wanted.keySet());
  }

  ObjectNode of(ObjectNode json) {
    if (all()) {
      return json;
    }
    var part = JsonNodeFactory.instance.objectNode();
    wanted.forEach(
        (name, inside) -> {
          var value = json.get(name);
          if (value instanceof ObjectNode object && !inside.isEmpty()) {
            part.set(name, object.deepCopy().retain(inside));
          } else if (value != null) {
            part.set(name, value);
          }
        });
    return part;
  }
}
