package dev.marathon.events;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.base.InstanceId;
import dev.marathon.deployment.DeploymentPlan;
import dev.marathon.group.GroupEffect;
import dev.marathon.group.GroupEvent;
import dev.marathon.instance.Condition;
import dev.marathon.instance.Goal;
import dev.marathon.instance.Instance;
import dev.marathon.instance.LedgerEvent;
import dev.marathon.overview.Change;
import dev.marathon.overview.Fact;
import dev.marathon.overview.Overview;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a change of the overview means to consumers of the event stream. Within one update the order
 * is status update, instance change, health change.
 */
public final class Translation {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final List<ApiEvent> events = new ArrayList<>();

  private Translation() {}

  public static List<ApiEvent> of(Change change) {
    var translation = new Translation();
    if (change instanceof Change.GroupWritten written) {
      written.write().events().forEach(stored -> translation.group(stored.event()));
    } else if (change instanceof Change.LedgerWritten written) {
      written
          .write()
          .events()
          .forEach(stored -> translation.ledger(stored.event(), stored.at(), written));
    } else if (change instanceof Change.FactNoted noted) {
      translation.fact(noted);
    }
    return List.copyOf(translation.events);
  }

  private void add(String type, Instant at, ObjectNode fields) {
    events.add(ApiEvent.of(type, at, fields));
  }

  // Tree and deployments.

  private void group(GroupEvent event) {
    if (event instanceof GroupEvent.ChangeCommitted e) {
      add(
          "group_change_success",
          e.at(),
          object().put("groupId", e.eventGroup().path()).put("version", e.version().toString()));
    } else if (event instanceof GroupEvent.DeploymentEnded e) {
      var plan = e.plan();
      if (e.success() && !plan.steps().isEmpty()) {
        step("deployment_step_success", plan, plan.steps().size(), e.at());
      }
      var fields = object().put("id", plan.id().toString());
      fields.set("plan", plan(plan));
      e.reason().ifPresent(reason -> fields.put("reason", reason));
      add(e.success() ? "deployment_success" : "deployment_failed", e.at(), fields);
    }
  }

  private void refused(GroupEffect.Refused refused, Instant at) {
    add(
        "group_change_failed",
        at,
        object()
            .put("groupId", refused.eventGroup().path())
            .put("version", refused.version().toString())
            .put("reason", refused.reason()));
    refused
        .plan()
        .ifPresent(
            plan -> {
              var fields = object().put("id", plan.id().toString()).put("reason", refused.reason());
              fields.set("plan", plan(plan));
              add("deployment_failed", at, fields);
            });
  }

  private void step(String type, DeploymentPlan plan, int step, Instant at) {
    var fields = object();
    fields.set("plan", plan(plan));
    fields.set("currentStep", step(plan.steps().get(step - 1)));
    add(type, at, fields);
  }

  private static ObjectNode plan(DeploymentPlan plan) {
    var json = object().put("id", plan.id().toString());
    var steps = json.putArray("steps");
    plan.steps().forEach(step -> steps.add(step(step)));
    return json.put("version", plan.version().toString());
  }

  private static ObjectNode step(DeploymentPlan.Step step) {
    var json = object();
    var actions = json.putArray("actions");
    step.actions()
        .forEach(
            action ->
                actions
                    .addObject()
                    .put("action", action.kind().json())
                    .put("app", action.app().path()));
    return json;
  }

  // Instances.

  private void ledger(LedgerEvent event, Instant at, Change.LedgerWritten written) {
    if (event instanceof LedgerEvent.AppForgotten e) {
      add("app_terminated_event", at, object().put("appId", e.appId().path()));
    } else if (event instanceof LedgerEvent.InstanceProvisioned e) {
      find(written, e.id()).ifPresent(instance -> changed(instance, Condition.PROVISIONED, at));
    } else if (event instanceof LedgerEvent.ConditionChanged e) {
      find(written, e.id()).ifPresent(instance -> condition(e, instance, at, written.before()));
    } else if (event instanceof LedgerEvent.HealthChanged e) {
      find(written, e.id()).ifPresent(instance -> health(instance, e.healthy(), at));
    } else if (event instanceof LedgerEvent.GoalChanged e && e.goal() != Goal.RUNNING) {
      find(written, e.id()).ifPresent(instance -> changed(instance, instance.condition(), at));
    } else if (event instanceof LedgerEvent.InstanceExpunged e) {
      written
          .before()
          .instance(e.id())
          .filter(instance -> !instance.condition().terminal())
          .ifPresent(instance -> changed(instance, Condition.KILLED, at));
    }
  }

  /** As it is after the write, or before it if the write removed it. */
  private static Optional<Instance> find(Change.LedgerWritten written, InstanceId id) {
    return written.after().instance(id).or(() -> written.before().instance(id));
  }

  private void condition(
      LedgerEvent.ConditionChanged e, Instance instance, Instant at, Overview before) {
    var old = before.instance(e.id());
    boolean moved =
        old.map(was -> was.condition() != e.condition() || was.incarnation() != e.incarnation())
            .orElse(true);
    if (moved) {
      status(instance, e.incarnation(), e.mesosState(), e.message(), e.addresses(), at);
      changed(instance, e.condition(), at);
    }
    if (!old.flatMap(Instance::healthy).equals(e.healthy())) {
      health(instance, e.healthy(), at);
    }
  }

  private void status(
      Instance instance,
      int incarnation,
      String state,
      String message,
      List<Instance.IpAddress> addresses,
      Instant at) {
    var fields =
        object()
            .put("slaveId", instance.placement().agentId())
            .put("taskId", instance.id().task(incarnation).toString())
            .put("taskStatus", state)
            .put("message", message)
            .put("appId", instance.appId().path())
            .put("host", instance.placement().host());
    ArrayNode ips = fields.putArray("ipAddresses");
    addresses.forEach(
        ip -> ips.addObject().put("ipAddress", ip.ipAddress()).put("protocol", ip.protocol()));
    ArrayNode ports = fields.putArray("ports");
    instance.placement().ports().forEach(ports::add);
    add("status_update_event", at, fields.put("version", instance.version().toString()));
  }

  private void changed(Instance instance, Condition condition, Instant at) {
    add(
        "instance_changed_event",
        at,
        object()
            .put("instanceId", instance.id().toString())
            .put("condition", condition.json())
            .put("runSpecId", instance.appId().path())
            .put("agentId", instance.placement().agentId())
            .put("host", instance.placement().host())
            .put("runSpecVersion", instance.version().toString()));
  }

  private void health(Instance instance, Optional<Boolean> healthy, Instant at) {
    add(
        "instance_health_changed_event",
        at,
        object()
            .put("instanceId", instance.id().toString())
            .put("runSpecId", instance.appId().path())
            .put("healthy", healthy.orElse(null))
            .put("runSpecVersion", instance.version().toString()));
  }

  // What is not stored.

  private void fact(Change.FactNoted noted) {
    var fact = noted.fact();
    var at = noted.at();
    if (fact instanceof Fact.Observed e) {
      noted
          .after()
          .instance(e.id())
          .ifPresent(
              instance -> {
                status(instance, e.incarnation(), e.condition().taskState(), "", List.of(), at);
                changed(instance, e.condition(), at);
              });
    } else if (fact instanceof Fact.Progressed e) {
      noted.after().deployment(e.deployment()).ifPresent(found -> progressed(found.plan(), e, at));
    } else if (fact instanceof Fact.ChangeRefused e) {
      refused(e.refused(), at);
    } else if (fact instanceof Fact.UnknownTerminated e) {
      add(
          "unknown_instance_terminated_event",
          at,
          object()
              .put("instanceId", instanceOf(e.taskId()))
              .put("runSpecId", e.appPathGuess())
              .put("condition", e.condition().json()));
    } else if (fact instanceof Fact.ExecutorSpoke e) {
      add(
          "framework_message_event",
          at,
          object()
              .put("executorId", e.executorId())
              .put("slaveId", e.agentId())
              .put("message", e.message()));
    } else if (fact instanceof Fact.Registered e) {
      registered(e, noted);
    } else if (fact instanceof Fact.Disconnected) {
      add("scheduler_disconnected_event", at, object());
    }
  }

  private void progressed(DeploymentPlan plan, Fact.Progressed e, Instant at) {
    if (e.step() > 1) {
      step("deployment_step_success", plan, e.step() - 1, at);
    }
    step("deployment_info", plan, e.step(), at);
  }

  private void registered(Fact.Registered registered, Change.FactNoted noted) {
    var mesos = noted.after().transients().mesos();
    var master = mesos.master().map(Fact.MasterFound::host).orElse("");
    boolean again = noted.before().transients().mesos().frameworkId().isPresent();
    var fields = object().put("master", master);
    if (!again) {
      fields.put("frameworkId", registered.frameworkId());
    }
    add(again ? "scheduler_reregistered_event" : "scheduler_registered_event", noted.at(), fields);
  }

  private static String instanceOf(String taskId) {
    int task = taskId.indexOf("._app.");
    return task < 0 ? taskId : taskId.substring(0, task);
  }

  private static ObjectNode object() {
    return JSON.objectNode();
  }
}
