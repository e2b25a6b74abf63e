package dev.marathon.api;

import dev.marathon.app.AppCommand;
import dev.marathon.app.AppReply;
import dev.marathon.base.AppId;
import dev.marathon.base.GroupId;
import dev.marathon.base.Unhandled;
import dev.marathon.base.Version;
import dev.marathon.group.AppPointer;
import dev.marathon.group.GroupCommand;
import dev.marathon.group.GroupCommand.Change;
import dev.marathon.group.GroupCommand.Commit;
import dev.marathon.group.GroupNode;
import dev.marathon.group.GroupReply;
import dev.marathon.overview.Overview;
import dev.marathon.spec.AppDefinition;
import dev.marathon.spec.SpecContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * How a write goes: read, make a commit of it, ask the tree's owner; again if others were faster.
 */
public final class Changes {

  /** Times that a write is made anew because others changed the same app meanwhile. */
  static final int ATTEMPTS = 5;

  private final ApiContext context;

  public Changes(ApiContext context) {
    this.context = context;
  }

  /** What a body means depends on what exists. */
  public SpecContext spec(Overview overview) {
    return new SpecContext(
        context.spec(),
        app -> overview.group().tree().app(app).map(AppPointer::role),
        group -> overview.group().tree().group(group).map(GroupNode::enforceRole),
        new Version(context.clock().instant()));
  }

  /**
   * @param plan makes the commit from what is read; called again when it was stale
   * @return {@link GroupReply.Accepted} or {@link GroupReply.Planned}; fails with {@link Refused}
   */
  public CompletionStage<GroupReply> make(
      Call call, Function<Overview, CompletionStage<Commit>> plan) {
    return ask(call, plan)
        .thenApply(
            reply -> {
              if (reply instanceof GroupReply.Accepted || reply instanceof GroupReply.Planned) {
                return reply;
              }
              throw Answers.refusal(reply).refused();
            });
  }

  /** The same with the owner's refusals as they are. */
  public CompletionStage<GroupReply> ask(
      Call call, Function<Overview, CompletionStage<Commit>> plan) {
    return attempt(call, plan, 1);
  }

  private CompletionStage<GroupReply> attempt(
      Call call, Function<Overview, CompletionStage<Commit>> plan, int number) {
    return context
        .owners()
        .overview()
        .thenCompose(
            overview ->
                plan.apply(overview)
                    .thenCompose(
                        commit -> {
                          var tree = overview.group().tree();
                          ChangeRights.require(call.identity(), tree, commit.changes());
                          return context.owners().group(commit, call.cause());
                        }))
        .thenCompose(
            reply ->
                reply instanceof GroupReply.Stale && number < ATTEMPTS
                    ? attempt(call, plan, number + 1)
                    : CompletableFuture.completedFuture(reply));
  }

  /**
   * A commit with the request's {@code force}, {@code dryRun} and idempotency key.
   *
   * @param group that the change is reported for
   */
  public static Commit commit(Call call, boolean force, GroupId group, List<Change> changes) {
    return new Commit(changes, force, call.flag("dryRun"), key(call), group);
  }

  /**
   * One key means one request: the same key of another user or for another path is another one. Its
   * hash is stored, so that keys of any length and content cost the same.
   */
  static Optional<String> key(Call call) {
    return call.idempotencyKey()
        .map(
            key ->
                hash(
                    String.join(
                        "\n",
                        call.identity().who(),
                        call.request().method().value(),
                        call.request().getUri().toString(),
                        key)));
  }

  private static String hash(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** A definition that the app keeps, empty if it does not. */
  public CompletionStage<Optional<AppDefinition>> read(Call call, AppId app, Version version) {
    return context
        .owners()
        .app(app, new AppCommand.ReadVersion(version), call.cause())
        .thenApply(
            reply -> {
              if (reply instanceof AppReply.Definition definition) {
                return definition.definition();
              }
              throw new Unhandled(reply);
            });
  }

  /** Definitions that the apps keep, one after the other; what is not kept is left out. */
  public CompletionStage<Map<AppId, AppDefinition>> read(Call call, Map<AppId, Version> wanted) {
    CompletionStage<Map<AppId, AppDefinition>> all =
        CompletableFuture.completedFuture(new TreeMap<>());
    for (var entry : wanted.entrySet()) {
      all =
          all.thenCompose(
              map ->
                  read(call, entry.getKey(), entry.getValue())
                      .thenApply(
                          found -> {
                            found.ifPresent(definition -> map.put(entry.getKey(), definition));
                            return map;
                          }));
    }
    return all;
  }

  /**
   * The commit that goes back to an earlier state.
   *
   * @param question {@link GroupCommand.PlanRollback} or {@link GroupCommand.PlanGroupRollback}
   */
  public CompletionStage<Commit> revert(
      Call call, GroupCommand question, boolean force, GroupId group) {
    return context
        .owners()
        .group(question, call.cause())
        .thenCompose(
            reply -> {
              if (!(reply instanceof GroupReply.Reverts reverts)) {
                throw Answers.refusal(reply).refused();
              }
              var plan = reverts.plan();
              return read(call, plan.missing())
                  .thenApply(
                      read -> {
                        for (var app : plan.missing().entrySet()) {
                          if (!read.containsKey(app.getKey())) {
                            throw ApiError.of(
                                    422,
                                    Answers.unknownVersion(app.getKey(), app.getValue())
                                        .body()
                                        .path("message")
                                        .asText())
                                .refused();
                          }
                        }
                        var commit = plan.commit(read, force, key(call), group);
                        return new Commit(
                            commit.changes(),
                            commit.force(),
                            call.flag("dryRun"),
                            commit.idempotencyKey(),
                            commit.eventGroup());
                      });
            });
  }
}
