package dev.marathon.api.v2;

import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.marathon.base.AppId;
import dev.marathon.overview.AppView;
import dev.marathon.security.Identity;
import dev.marathon.security.Identity.Right;
import dev.marathon.spec.AppDefinition;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Apps as lists showed them last, encoded: a list of 10,000 apps, of which one has changed, encodes
 * that one.
 */
final class AppFragments {

  /** Characters that are kept in production. */
  static final int MOST = 16 << 20;

  /** Parts of an app for which it is known whether they are still the same. */
  private static final Set<Embed> COMPARED = Set.of(Embed.COUNTS, Embed.DEPLOYMENTS);

  /**
   * @param env whether the reader may see the values of environment variables
   */
  private record Key(AppId app, Set<Embed> embeds, boolean env) {}

  private record Fragment(
      AppDefinition definition,
      TaskCounts counts,
      Optional<UUID> deployment,
      SerializedString json) {

    /** Definitions are replaced, never changed. */
    @SuppressWarnings("ReferenceEquality")
    boolean shows(AppView app, TaskCounts current) {
      return definition == app.definition()
          && counts.equals(current)
          && deployment.equals(app.deployment());
    }

    int size() {
      return json.charLength();
    }
  }

  private final Map<Key, Fragment> fragments = new ConcurrentHashMap<>();
  private final int most;
  private int size;

  /**
   * @param most characters that are kept; with one more all are forgotten, those of removed apps
   *     among them
   */
  AppFragments(int most) {
    this.most = most;
  }

  /**
   * @param embeds the parts that are shown besides the definition
   * @param write writes the app when it has changed, or its parts cannot be compared
   */
  JsonNode get(Identity reader, Set<Embed> embeds, AppView app, Supplier<ObjectNode> write) {
    if (!COMPARED.containsAll(embeds)) {
      return write.get();
    }
    var id = app.definition().id();
    var key = new Key(id, embeds, reader.may(Right.ENV, id.path()));
    var counts = TaskCounts.of(app.instances());
    var last = fragments.get(key);
    if (last == null || !last.shows(app, counts)) {
      var json = new SerializedString(write.get().toString());
      last = new Fragment(app.definition(), counts, app.deployment(), json);
      keep(key, last);
    }
    return JsonNodeFactory.instance.rawValueNode(new RawValue(last.json()));
  }

  private synchronized void keep(Key key, Fragment fragment) {
    var before = fragments.put(key, fragment);
    size += fragment.size() - (before == null ? 0 : before.size());
    if (size > most) {
      fragments.clear();
      size = 0;
    }
  }
}
