package dev.marathon.api.v2;

import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.marathon.api.ApiContext;
import dev.marathon.api.ApiError;
import dev.marathon.api.Call;
import dev.marathon.api.Changes;
import dev.marathon.api.Rights;
import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.base.InstanceId;
import dev.marathon.group.GroupCommand.Change;
import dev.marathon.group.GroupCommand.Existence;
import dev.marathon.group.GroupReply;
import dev.marathon.instance.Condition;
import dev.marathon.instance.Goal;
import dev.marathon.instance.Instance;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.overview.Overview;
import dev.marathon.security.Identity.Right;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Ends tasks by request: to be started again, to be replaced, or to run fewer of them. */
public final class Kills {

  /** Ids of instances in one entry of the audit log. */
  private static final int MAX_WRITTEN = 20;

  private final ApiContext context;
  private final Changes changes;

  public Kills(ApiContext context) {
    this.context = context;
    this.changes = new Changes(context);
  }

  /**
   * @throws dev.marathon.api.Refused 400 if the parameters contradict each other
   */
  static void checkParameters(Call call) {
    if (call.flag("scale") && call.flag("wipe")) {
      throw ApiError.of(400, "You cannot use scale and wipe at the same time.").refused();
    }
  }

  /**
   * Kills; instances keep their goal and are started again, or with {@code wipe} are replaced.
   *
   * @return when every ledger has stored it
   */
  public CompletionStage<Void> kill(Call call, Collection<Instance> victims, boolean wipe) {
    var byLedger = new TreeMap<Integer, List<InstanceId>>();
    for (var victim : victims) {
      Rights.require(call, Right.UPDATE, victim.appId().path());
      byLedger
          .computeIfAbsent(victim.appId().ledger(), number -> new ArrayList<>())
          .add(victim.id());
    }
    var reason = "killed by " + call.identity().who() + " over the API";
    var all =
        byLedger.entrySet().stream()
            .map(
                entry ->
                    context
                        .owners()
                        .ledger(
                            entry.getKey(),
                            new LedgerCommand.Kill(entry.getValue(), wipe, reason),
                            call.cause())
                        .toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(all).thenRun(() -> written(call, victims, wipe));
  }

  private void written(Call call, Collection<Instance> victims, boolean wipe) {
    if (victims.isEmpty()) {
      return;
    }
    var fields = JsonNodeFactory.instance.objectNode().put("wipe", wipe);
    var apps = fields.putArray("apps");
    victims.stream()
        .map(victim -> victim.appId().path())
        .distinct()
        .sorted()
        .forEach(app -> apps.addObject().put("id", app));
    var instances = fields.put("killed", victims.size()).putArray("instances");
    victims.stream().limit(MAX_WRITTEN).forEach(victim -> instances.add(victim.id().toString()));
    context.audit().made(call, "kill", fields);
  }

  /**
   * Lowers the counts of the apps by the number of victims and ends exactly those, in one change.
   *
   * @param victims by app, from what is read; called again when an app changed meanwhile
   */
  public CompletionStage<GroupReply> scaleDown(
      Call call,
      boolean force,
      GroupId group,
      Function<Overview, Map<AppId, List<Instance>>> victims) {
    return changes.make(
        call,
        overview -> {
          var all = new ArrayList<Change>();
          victims
              .apply(overview)
              .forEach((app, instances) -> all.add(lower(call, overview, app, instances)));
          return CompletableFuture.completedFuture(Changes.commit(call, force, group, all));
        });
  }

  private static Change lower(Call call, Overview overview, AppId app, List<Instance> instances) {
    Rights.require(call, Right.UPDATE, app.path());
    var definition = AppWrites.existing(overview, app).definition();
    var counted = instances.stream().filter(Kills::counts).map(Instance::id).toList();
    return new Change.PutApp(
        definition.withInstances(Math.max(0, definition.instances() - counted.size())),
        Existence.MUST_EXIST,
        Optional.of(definition.version()),
        false,
        counted);
  }

  /** Whether an instance is one that the app would miss. */
  private static boolean counts(Instance instance) {
    return instance.goal() == Goal.RUNNING
        && instance.condition().active()
        && instance.condition() != Condition.KILLING
        && instance.killReason().isEmpty();
  }

  HttpResponse answer(GroupReply reply) {
    return AppWrites.answer(200, reply);
  }
}
