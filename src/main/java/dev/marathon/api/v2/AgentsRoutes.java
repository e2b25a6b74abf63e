package dev.marathon.api.v2;

import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.agents.Agent;
import dev.marathon.agents.Agent.Amounts;
import dev.marathon.api.ApiContext;
import dev.marathon.api.Call;
import dev.marathon.api.Mesos;
import dev.marathon.api.Resource;
import dev.marathon.api.Responses;
import dev.marathon.api.Rights;
import dev.marathon.api.Routes;
import dev.marathon.base.Version;
import dev.marathon.instance.Instance;
import dev.marathon.overview.Overview;
import dev.marathon.security.Identity.Right;
import dev.marathon.spec.AppDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * {@code /v2/agents}: the agents as the Mesos master knows them, with the instances of ours that
 * the reader may view.
 */
public final class AgentsRoutes implements Routes {

  private final ApiContext context;

  public AgentsRoutes(ApiContext context) {
    this.context = context;
  }

  @Override
  public Optional<Resource> find(List<String> path) {
    return path.isEmpty() ? Optional.of(Resource.json().get(this::list)) : Optional.empty();
  }

  private CompletionStage<HttpResponse> list(Call call) {
    Rights.requireAnyView(call);
    var page = Page.of(call);
    var wanted = call.query("id");
    return context
        .owners()
        .overview()
        .thenCompose(
            overview ->
                Mesos.orRefused(context.mesos().master().agents(Mesos.leading(overview)))
                    .thenApply(agents -> answer(call, page, wanted, overview, agents)));
  }

  private static HttpResponse answer(
      Call call, Page page, Optional<String> wanted, Overview overview, List<Agent> agents) {
    var ours = ours(call, overview);
    var known = new HashSet<String>();
    var rows = new ArrayList<Row>();
    for (var agent : agents) {
      known.add(agent.id());
      rows.add(new Row(agent.id(), Optional.of(agent), ours.getOrDefault(agent.id(), List.of())));
    }
    ours.forEach(
        (id, placed) -> {
          if (!known.contains(id)) {
            rows.add(new Row(id, Optional.empty(), placed));
          }
        });
    if (wanted.isPresent()) {
      rows.removeIf(row -> !row.id().equals(wanted.get()));
    }
    var fields = Fields.of(call);
    var part = page.of(rows, Row::id);
    return part.link(
        call, Responses.list("{\"agents\":", part.items(), row -> fields.of(write(row)), "}"));
  }

  /** An instance with the definition of its app. */
  private record Placed(Instance instance, AppDefinition app) {}

  /**
   * @param agent absent if the master does not know it any more
   */
  private record Row(String id, Optional<Agent> agent, List<Placed> placed) {}

  /** Visible instances that hold something, by agent. */
  private static Map<String, List<Placed>> ours(Call call, Overview overview) {
    var found = new HashMap<String, List<Placed>>();
    for (var id : overview.appIds()) {
      if (call.identity().may(Right.VIEW, id.path())) {
        overview
            .app(id)
            .ifPresent(
                app -> {
                  for (var instance : app.instances()) {
                    if (!instance.condition().terminal()) {
                      found
                          .computeIfAbsent(
                              instance.placement().agentId(), agent -> new ArrayList<>())
                          .add(new Placed(instance, app.definition()));
                    }
                  }
                });
      }
    }
    return found;
  }

  private static ObjectNode write(Row row) {
    var json = JsonNodeFactory.instance.objectNode().put("id", row.id());
    row.agent().ifPresentOrElse(agent -> write(json, agent), () -> lost(json, row));
    var sum = Amounts.NONE;
    for (var placed : row.placed()) {
      var app = placed.app();
      sum = sum.plus(app.cpus(), app.mem(), app.disk(), app.gpus());
    }
    var resources = json.putObject("resources");
    row.agent()
        .ifPresent(
            agent -> {
              resources.set("total", write(agent.total()));
              resources.set("used", write(agent.used()));
              resources.set("offered", write(agent.offered()));
            });
    resources.set("ours", write(sum));
    var instances = json.putArray("instances");
    for (var placed : row.placed()) {
      var instance = placed.instance();
      var one =
          instances
              .addObject()
              .put("id", instance.id().toString())
              .put("appId", instance.appId().path())
              .put("taskId", instance.task().toString())
              .put("state", instance.condition().taskState());
      instance.healthy().ifPresent(healthy -> one.put("healthy", healthy));
    }
    return json;
  }

  private static void write(ObjectNode json, Agent agent) {
    json.put("hostname", agent.hostname())
        .put("address", agent.address().toString())
        .put("active", agent.state() == Agent.State.ACTIVE)
        .put("state", agent.state().name().toLowerCase(Locale.ROOT));
    agent.version().ifPresent(version -> json.put("version", version));
    agent.registeredAt().ifPresent(at -> json.put("registeredAt", Version.format(at)));
    place(json, agent.region(), agent.zone());
    var attributes = json.putObject("attributes");
    agent.attributes().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(attribute -> attributes.put(attribute.getKey(), attribute.getValue()));
  }

  /** All that is left of it is what its instances remember. */
  private static void lost(ObjectNode json, Row row) {
    var placement = row.placed().get(0).instance().placement();
    json.put("hostname", placement.host()).put("active", false).put("state", "unreachable");
    place(json, placement.region(), placement.zone());
    json.putObject("attributes");
  }

  private static void place(ObjectNode json, Optional<String> region, Optional<String> zone) {
    region.ifPresent(name -> json.put("region", name));
    zone.ifPresent(name -> json.put("zone", name));
  }

  private static ObjectNode write(Amounts amounts) {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("cpus", rounded(amounts.cpus()))
            .put("mem", rounded(amounts.mem()))
            .put("disk", rounded(amounts.disk()))
            .put("gpus", rounded(amounts.gpus()));
    amounts.ports().ifPresent(ports -> json.put("ports", ports));
    return json;
  }

  /** Sums of binary fractions; Mesos knows thousandths. */
  private static double rounded(double amount) {
    return Math.round(amount * 1_000) / 1_000.0;
  }
}
