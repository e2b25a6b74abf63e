package dev.marathon.local;

import static dev.marathon.local.ClusterFixture.accept;
import static dev.marathon.local.ClusterFixture.call;
import static dev.marathon.local.ClusterFixture.kill;
import static dev.marathon.local.ClusterFixture.launch;
import static dev.marathon.local.ClusterFixture.reconcile;
import static dev.marathon.local.ClusterFixture.scalar;
import static dev.marathon.local.ClusterFixture.task;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Updates, acknowledgement, killing and reconciliation, as with a real master. */
class TaskStatusTest {
  @TempDir Path data;
  private ClusterFixture fixture;
  private TestScheduler scheduler;
  private Offer offer;

  @BeforeEach
  void launchOne() throws Exception {
    fixture = ClusterFixture.oneAgent(data);
    scheduler = fixture.scheduler().subscribed("rec");
    offer = scheduler.offers().get(0);
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  private void running(String id) throws Exception {
    scheduler.call(accept(offer, launch(task(id, offer))));
    assertThat(scheduler.acknowledged().getState()).isEqualTo(TaskState.TASK_STARTING);
    assertThat(scheduler.acknowledged().getState()).isEqualTo(TaskState.TASK_RUNNING);
  }

  private String agent() {
    return offer.getAgentId().getValue();
  }

  private void answered(TaskState state, String message, boolean withAgent) throws Exception {
    var status = scheduler.update();
    assertThat(status.getState()).isEqualTo(state);
    assertThat(status.getMessage()).isEqualTo("Reconciliation: " + message);
    assertThat(status.getReason()).isEqualTo(TaskStatus.Reason.REASON_RECONCILIATION);
    assertThat(status.getSource()).isEqualTo(TaskStatus.Source.SOURCE_MASTER);
    assertThat(status.hasUuid() || status.hasExecutorId()).isFalse();
    assertThat(status.hasAgentId()).isEqualTo(withAgent);
    assertThat(status.getTimestamp()).isGreaterThan(1.7e9);
  }

  @Test
  void taskGoesThroughItsLife() throws Exception {
    running("t1");
    scheduler.call(kill("t1"));
    assertThat(scheduler.acknowledged().getState()).isEqualTo(TaskState.TASK_KILLING);
    assertThat(scheduler.acknowledged().getState()).isEqualTo(TaskState.TASK_KILLED);
    offer = scheduler.offers().get(0);
    running("t1");
  }

  @Test
  void protobufSchedulersLiveTheSameLife() throws Exception {
    scheduler.call(call("{type:'TEARDOWN'}"));
    scheduler = fixture.protobufScheduler().subscribed("rec");
    offer = scheduler.offers().get(0);
    taskGoesThroughItsLife();
  }

  @Test
  void idIsTakenUntilTheEndIsAcknowledged() throws Exception {
    running("t1");
    scheduler.call(kill("t1"));
    scheduler.acknowledged();
    var killed = scheduler.update();
    assertThat(killed.getState()).isEqualTo(TaskState.TASK_KILLED);
    var next = scheduler.offers().get(0);
    scheduler.call(accept(next, launch(task("t1", next))));
    assertThat(scheduler.update().getMessage()).isEqualTo("Task has duplicate ID: t1");
    scheduler.acknowledge(killed);
    scheduler.call(reconcile("t1", agent()));
    answered(TaskState.TASK_GONE, "Task is unknown to the agent", true);
  }

  @Test
  void reconciliationOfLiveTasksIgnoresTheAgentId() throws Exception {
    running("a");
    for (var where : new String[] {agent(), "", "wrong-S77"}) {
      scheduler.call(reconcile("a", where));
      answered(TaskState.TASK_RUNNING, "Latest task state", true);
    }
    scheduler.call(call("{type:'RECONCILE',reconcile:{}}"));
    answered(TaskState.TASK_RUNNING, "Latest task state", true);
  }

  @Test
  void reconciliationOfUnknownTasks() throws Exception {
    scheduler.call(reconcile("zz", agent(), "zz", "", "zz", "unknown-S77", "zz", agent()));
    answered(TaskState.TASK_GONE, "Task is unknown to the agent", true);
    answered(TaskState.TASK_UNKNOWN, "Task is unknown", false);
    answered(TaskState.TASK_UNKNOWN, "Task is unknown", true);
    answered(TaskState.TASK_GONE, "Task is unknown to the agent", true);
    scheduler.call(call("{type:'RECONCILE',reconcile:{}}"));
    assertThat(scheduler.next(Event.Type.UPDATE, Duration.ofMillis(200))).isEmpty();
  }

  @Test
  void reconciliationTellsWhatTheSchedulerWasToldNotMore() throws Exception {
    scheduler.call(accept(offer, launch(task("a", offer))));
    assertThat(scheduler.update().getState()).isEqualTo(TaskState.TASK_STARTING);
    fixture.runners.get(0).become("a", TaskState.TASK_FINISHED);
    scheduler.call(reconcile("a", agent()));
    answered(TaskState.TASK_STARTING, "Latest task state", true);
    fixture.runners.get(0).silent = true;
    var next = scheduler.offers().get(0);
    scheduler.call(accept(next, launch(task("b", next))));
    scheduler.call(reconcile("b", agent()));
    answered(TaskState.TASK_STAGING, "Latest task state", true);
  }

  @Test
  void resourcesOfAnEndedTaskAreFreeBeforeItsUpdateIsAcknowledged() throws Exception {
    scheduler.call(
        accept(offer, launch(task("a", offer, scalar("cpus", 4) + "," + scalar("mem", 4096)))));
    assertThat(scheduler.update().getState()).isEqualTo(TaskState.TASK_STARTING);
    assertThat(scheduler.next(Event.Type.OFFERS, Duration.ofMillis(500))).isEmpty();
    fixture.runners.get(0).become("a", TaskState.TASK_FINISHED);
    assertThat(scheduler.next(Event.Type.OFFERS, Duration.ofMillis(600))).isPresent();
  }

  @Test
  void killOfUnknownTasksIsAnsweredLikeReconciliation() throws Exception {
    scheduler.call(kill("zz"));
    answered(TaskState.TASK_UNKNOWN, "Task is unknown", false);
    scheduler.call(
        call("{type:'KILL',kill:{task_id:{value:'zz'},agent_id:{value:'%s'}}}".formatted(agent())));
    answered(TaskState.TASK_GONE, "Task is unknown to the agent", true);
  }

  @Test
  void killWithAWrongAgentIsIgnored() throws Exception {
    running("a");
    scheduler.call(call("{type:'KILL',kill:{task_id:{value:'a'},agent_id:{value:'wrong'}}}"));
    assertThat(scheduler.next(Event.Type.UPDATE, Duration.ofMillis(300))).isEmpty();
    assertThat(fixture.runners.get(0).log).noneMatch(line -> line.startsWith("kill"));
  }

  @Test
  void killPolicyReachesTheAgent() throws Exception {
    running("a");
    scheduler.call(
        call(
            "{type:'KILL',kill:{task_id:{value:'a'},kill_policy:{grace_period:{nanoseconds:'1500000000'}}}}"));
    scheduler.update();
    assertThat(fixture.runners.get(0).log).contains("kill a PT1.5S");
  }

  @Test
  void repeatedUpdateIsTheSameUpdate() throws Exception {
    scheduler.call(accept(offer, launch(task("a", offer))));
    var first = scheduler.update();
    fixture.cluster.faults().repeatUpdates();
    assertThat(scheduler.update()).isEqualTo(first);
  }

  @Test
  void groupIsLaunchedAsAWholeAndItsExecutorShowsInOffers() throws Exception {
    var executor =
        "{type:'DEFAULT',executor_id:{value:'pod'},framework_id:{value:'%s'},resources:[%s,%s,%s]}"
            .formatted(
                scheduler.frameworkId(),
                scalar("cpus", 0.1),
                scalar("mem", 32),
                scalar("disk", 16));
    var group =
        "{type:'LAUNCH_GROUP',launch_group:{executor:%s,task_group:{tasks:[%s,%s]}}}"
            .formatted(executor, task("p0", offer), task("p1", offer));
    scheduler.call(accept(offer, group));
    assertThat(scheduler.update().getState()).isEqualTo(TaskState.TASK_STARTING);
    assertThat(scheduler.update().getState()).isEqualTo(TaskState.TASK_STARTING);
    var rest = scheduler.offers().get(0);
    assertThat(rest.getExecutorIds(0).getValue()).isEqualTo("pod");
    assertThat(
            rest.getResourcesList().stream()
                .filter(each -> each.getName().equals("mem"))
                .findFirst()
                .orElseThrow()
                .getScalar()
                .getValue())
        .isEqualTo(4000.0);
    scheduler.call(
        accept(rest, group.replace("disk", "gpus").replace("p0", "q0").replace("p1", "q1")));
    var error = scheduler.update();
    assertThat(error.getReason()).isEqualTo(TaskStatus.Reason.REASON_TASK_GROUP_INVALID);
    assertThat(error.getMessage())
        .startsWith("ExecutorInfo is not compatible with existing ExecutorInfo");
    fixture.runners.get(0).exit(scheduler.frameworkId(), "pod", 0);
    var failure = scheduler.next(Event.Type.FAILURE).getFailure();
    assertThat(failure.getExecutorId().getValue()).isEqualTo("pod");
    assertThat(failure.getStatus()).isZero();
  }

  @Test
  void groupFaultsAreErrorsOfAllItsTasks() throws Exception {
    var good =
        "{type:'LAUNCH_GROUP',launch_group:{executor:{type:'DEFAULT',executor_id:{value:'b2'},framework_id:{value:'%s'},resources:[%s,%s,%s]},task_group:{tasks:[%s,%s]}}}"
            .formatted(
                scheduler.frameworkId(),
                scalar("cpus", 0.1),
                scalar("mem", 32),
                scalar("disk", 16),
                task("p0", offer),
                task("p1", offer));
    assertGroupFault(good.replace("type:'DEFAULT',", ""), "'ExecutorInfo.type' must be set");
    assertGroupFault(good.replace("name:'disk'", "name:'x'"), "Executor 'b2' uses no disk");
    assertGroupFault(
        good.replaceFirst("name:'cpus'", "name:'y'"),
        "Executor 'b2' uses less CPUs (None) than the minimum required (0.01)");
    assertGroupFault(
        good.replace("framework_id:{value:'" + scheduler.frameworkId() + "'},", ""),
        "'ExecutorInfo.framework_id' must be set");
    assertGroupFault(
        good.replace(
            "framework_id:{value:'" + scheduler.frameworkId() + "'}", "framework_id:{value:'x'}"),
        "ExecutorInfo has an invalid FrameworkID (Actual: x vs Expected: "
            + scheduler.frameworkId()
            + ")");
    assertGroupFault(
        good.replace("executor_id:{value:'b2'}", "executor_id:{value:'b2'},command:{value:'x'}"),
        "'ExecutorInfo.command' must not be set for 'DEFAULT' executor");
  }

  private void assertGroupFault(String group, String message) throws Exception {
    scheduler.call(accept(offer, group));
    assertThat(scheduler.update().getMessage()).isEqualTo(message);
    assertThat(scheduler.update().getMessage()).isEqualTo(message);
    offer = scheduler.offers().get(0);
  }
}
