package dev.marathon.events;

import static dev.marathon.events.EventJson.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.deployment.DeploymentPlan;
import dev.marathon.group.GroupEffect;
import dev.marathon.overview.Change;
import dev.marathon.overview.Fact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a change of the overview means to consumers of the event stream. Within one update the order
 * is status update, instance change, health change.
 */
public final class Translation {

  private final List<ApiEvent> events = new ArrayList<>();

  private Translation() {}

  public static List<ApiEvent> of(Change change) {
    if (change instanceof Change.LedgerWritten written) {
      var ledger = new LedgerTranslation(written.before().ledgers().get(written.ledger()));
      var write = written.write();
      for (int i = 0; i < write.events().size(); i++) {
        var stored = write.events().get(i);
        ledger.next(stored.event(), write.states().get(i), stored.at());
      }
      return ledger.take();
    }
    var translation = new Translation();
    if (change instanceof Change.GroupWritten written) {
      written
          .write()
          .events()
          .forEach(stored -> translation.events.addAll(GroupTranslation.of(stored.event())));
    } else if (change instanceof Change.FactNoted noted) {
      translation.fact(noted);
    }
    return List.copyOf(translation.events);
  }

  private void add(String type, Instant at, ObjectNode fields) {
    events.add(ApiEvent.of(type, at, fields));
  }

  private void fact(Change.FactNoted noted) {
    var fact = noted.fact();
    var at = noted.at();
    if (fact instanceof Fact.Observed e) {
      observed(e, noted);
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
    } else if (fact instanceof Fact.HealthSeen e) {
      CheckEvents.of(e.news(), at).ifPresent(events::add);
    } else if (fact instanceof Fact.Registered e) {
      registered(e, noted);
    } else if (fact instanceof Fact.Disconnected) {
      add("scheduler_disconnected_event", at, object());
    }
  }

  /** Seen once more, it is no news. */
  private void observed(Fact.Observed e, Change.FactNoted noted) {
    var instance = noted.after().instance(e.id());
    var before = noted.before().instance(e.id());
    if (instance.isEmpty()
        || instance.get().incarnation() != e.incarnation()
        || instance.get().condition() != e.condition() // Overtaken by what is stored.
        || before.get().condition() == e.condition()) {
      return;
    }
    events.add(
        EventJson.status(
            instance.get(), e.incarnation(), e.condition().taskState(), "", List.of(), noted.at()));
    events.add(EventJson.changed(instance.get(), e.condition(), noted.at()));
  }

  private void progressed(DeploymentPlan plan, Fact.Progressed e, Instant at) {
    if (e.step() > 1) {
      events.add(EventJson.step("deployment_step_success", plan, e.step() - 1, at));
    }
    events.add(EventJson.step("deployment_info", plan, e.step(), at));
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
              fields.set("plan", EventJson.plan(plan));
              add("deployment_failed", at, fields);
            });
  }
}
