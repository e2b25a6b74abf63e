package dev.marathon.api.v2;

import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.marathon.api.Answers;
import dev.marathon.api.ApiContext;
import dev.marathon.api.Call;
import dev.marathon.api.Changes;
import dev.marathon.api.Responses;
import dev.marathon.api.Rights;
import dev.marathon.api.Shown;
import dev.marathon.app.AppCommand;
import dev.marathon.app.AppReply;
import dev.marathon.base.AppId;
import dev.marathon.base.Unhandled;
import dev.marathon.base.Version;
import dev.marathon.security.Identity.Right;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An app's history. The newest definition may not have reached the app itself yet. */
final class AppVersions {

  private final ApiContext context;
  private final Changes changes;

  AppVersions(ApiContext context) {
    this.context = context;
    this.changes = new Changes(context);
  }

  CompletionStage<HttpResponse> list(Call call, AppId id) {
    Rights.require(call, Right.VIEW, id.path());
    return context
        .owners()
        .overview()
        .thenApply(overview -> AppWrites.existing(overview, id).definition().version())
        .thenCompose(
            newest ->
                context
                    .owners()
                    .app(id, new AppCommand.ListVersions(), call.cause())
                    .thenApply(reply -> versions(newest, reply)))
        .thenApply(
            versions -> {
              var json = JsonNodeFactory.instance.objectNode();
              var list = json.putArray("versions");
              versions.forEach(version -> list.add(version.toString()));
              return Responses.ok(json);
            });
  }

  private static List<Version> versions(Version newest, AppReply reply) {
    if (reply instanceof AppReply.Versions known) {
      var all = new TreeSet<Version>(Comparator.reverseOrder());
      all.addAll(known.versions());
      all.add(newest);
      return List.copyOf(all);
    }
    throw new Unhandled(reply);
  }

  CompletionStage<HttpResponse> one(Call call, AppId id, String text) {
    Rights.require(call, Right.VIEW, id.path());
    var version = Answers.version(text);
    return context
        .owners()
        .overview()
        .thenCompose(
            overview -> {
              var current = AppWrites.existing(overview, id).definition();
              return current.version().equals(version)
                  ? CompletableFuture.completedFuture(Optional.of(current))
                  : changes.read(call, id, version);
            })
        .thenApply(
            found ->
                Responses.ok(
                    Shown.app(
                        call.identity(),
                        found.orElseThrow(() -> Answers.unknownVersion(id, version).refused()))));
  }
}
