package dev.marathon.api.v2;

import akka.http.javadsl.model.HttpResponse;
import dev.marathon.api.Answers;
import dev.marathon.api.ApiContext;
import dev.marathon.api.Call;
import dev.marathon.api.Changes;
import dev.marathon.api.Resource;
import dev.marathon.api.Responses;
import dev.marathon.api.Rights;
import dev.marathon.api.Routes;
import dev.marathon.base.GroupId;
import dev.marathon.group.GroupCommand;
import dev.marathon.group.GroupReply;
import dev.marathon.overview.DeploymentView;
import dev.marathon.security.Identity.Right;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** {@code /v2/deployments}: what is under way, how to stop it and how to undo it. */
public final class DeploymentsRoutes implements Routes {

  private final ApiContext context;
  private final Changes changes;

  public DeploymentsRoutes(ApiContext context) {
    this.context = context;
    this.changes = new Changes(context);
  }

  @Override
  public Optional<Resource> find(List<String> path) {
    if (path.isEmpty()) {
      return Optional.of(Resource.json().get(this::list));
    }
    return path.size() == 1
        ? Optional.of(Resource.json().delete(call -> delete(call, path.get(0))))
        : Optional.empty();
  }

  private CompletionStage<HttpResponse> list(Call call) {
    return context
        .owners()
        .overview()
        .thenApply(
            overview ->
                Responses.list(
                    "",
                    overview.deployments().stream()
                        .filter(deployment -> may(call, Right.VIEW, deployment))
                        .toList(),
                    DeploymentJson::write,
                    ""));
  }

  private static boolean may(Call call, Right right, DeploymentView deployment) {
    return deployment.plan().affected().stream()
        .allMatch(app -> call.identity().may(right, app.path()));
  }

  private CompletionStage<HttpResponse> delete(Call call, String text) {
    var id = id(text);
    return context
        .owners()
        .overview()
        .thenCompose(
            overview -> {
              var deployment =
                  overview
                      .deployment(id)
                      .filter(found -> may(call, Right.VIEW, found))
                      .orElseThrow(() -> Answers.unknownDeployment(text).refused());
              deployment
                  .plan()
                  .affected()
                  .forEach(app -> Rights.require(call, Right.UPDATE, app.path()));
              return call.flag("force") ? cancel(call, id) : rollBack(call, id);
            });
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException notAnId) {
      throw Answers.unknownDeployment(text).refused();
    }
  }

  private CompletionStage<HttpResponse> cancel(Call call, UUID id) {
    return context
        .owners()
        .group(new GroupCommand.CancelDeployment(id), call.cause())
        .thenApply(
            reply -> {
              if (reply instanceof GroupReply.Done) {
                return Responses.empty(202);
              }
              throw Answers.refusal(reply).refused();
            });
  }

  /** The locks that the new deployment has to take are those of the one that it undoes. */
  private CompletionStage<HttpResponse> rollBack(Call call, UUID id) {
    return changes
        .make(
            call,
            overview -> changes.revert(call, new GroupCommand.PlanRollback(id), true, GroupId.ROOT))
        .thenApply(reply -> AppWrites.answer(200, reply));
  }
}
