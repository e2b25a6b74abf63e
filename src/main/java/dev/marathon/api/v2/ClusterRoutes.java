package dev.marathon.api.v2;

import akka.http.javadsl.model.HttpResponse;
import dev.marathon.api.ApiContext;
import dev.marathon.api.Call;
import dev.marathon.api.Resource;
import dev.marathon.api.Responses;
import dev.marathon.api.Rights;
import dev.marathon.api.Routes;
import dev.marathon.security.Identity.Right;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** {@code /v2/cluster}: the nodes, the journal, the event log and the connection to Mesos. */
public final class ClusterRoutes implements Routes {

  private final ApiContext context;

  public ClusterRoutes(ApiContext context) {
    this.context = context;
  }

  @Override
  public Optional<Resource> find(List<String> path) {
    return path.isEmpty() ? Optional.of(Resource.json().get(this::show)) : Optional.empty();
  }

  private CompletionStage<HttpResponse> show(Call call) {
    Rights.requireNode(call, Right.VIEW);
    return context
        .owners()
        .overview()
        .thenCombine(
            context.events().standing(),
            (overview, events) -> {
              var json = context.cluster().get();
              json.put("name", "marathon");
              json.putObject("events")
                  .put("first", events.first())
                  .put("last", events.last())
                  .put("kept", events.last() - events.first() + 1)
                  .put("lag", events.lag())
                  .put("streams", events.streams());
              var known = overview.transients().mesos();
              var mesos = json.putObject("mesos").put("connected", known.connected());
              known.frameworkId().ifPresent(id -> mesos.put("frameworkId", id));
              known
                  .master()
                  .ifPresent(master -> mesos.put("master", master.host() + ":" + master.port()));
              json.put("version", context.node().version());
              json.put("buildref", context.node().buildref());
              return Responses.ok(json);
            });
  }
}
