package dev.marathon.local;

import static dev.marathon.local.ClusterFixture.accept;
import static dev.marathon.local.ClusterFixture.call;
import static dev.marathon.local.ClusterFixture.kill;
import static dev.marathon.local.ClusterFixture.launch;
import static dev.marathon.local.ClusterFixture.reconcile;
import static dev.marathon.local.ClusterFixture.subscribe;
import static dev.marathon.local.ClusterFixture.task;
import static dev.marathon.local.TestScheduler.framework;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lost agents, restarted masters, cut streams, as with a real cluster. */
class AgentFailureTest {
  @TempDir Path data;
  private ClusterFixture fixture;
  private TestScheduler scheduler;
  private Offer offer;

  @BeforeEach
  void start() {
    fixture =
        ClusterFixture.agents(data, 1, config -> config.withAgentTimeout(Duration.ofMillis(700)));
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  private void running(FrameworkInfo.Builder framework) throws Exception {
    scheduler = fixture.scheduler().subscribed(subscribe(framework));
    offer = scheduler.offers().get(0);
    scheduler.call(accept(offer, launch(task("t", offer))));
    scheduler.acknowledged();
    assertThat(scheduler.acknowledged().getState()).isEqualTo(TaskState.TASK_RUNNING);
    offer = scheduler.offers().get(0);
  }

  private String agent() {
    return offer.getAgentId().getValue();
  }

  @Test
  void lostAgentRescindsItsOffersAndIsUnreachableLater() throws Exception {
    running(framework("rec"));
    fixture.cluster.faults().loseAgent(0);
    assertThat(scheduler.next(Event.Type.RESCIND).getRescind().getOfferId())
        .isEqualTo(offer.getId());
    scheduler.call(reconcile("t", agent()));
    assertThat(scheduler.update().getState()).isEqualTo(TaskState.TASK_RUNNING);
    var unreachable = scheduler.update();
    assertThat(unreachable.getState()).isEqualTo(TaskState.TASK_UNREACHABLE);
    assertThat(unreachable.getReason()).isEqualTo(TaskStatus.Reason.REASON_AGENT_REMOVED);
    assertThat(unreachable.getMessage()).isEqualTo("health check timed out");
    var failure = scheduler.next(Event.Type.FAILURE).getFailure();
    assertThat(failure.getAgentId()).isEqualTo(offer.getAgentId());
    assertThat(failure.hasStatus() || failure.hasExecutorId()).isFalse();
    scheduler.call(reconcile("t", agent(), "zz", agent(), "t", ""));
    for (int i = 0; i < 3; i++) {
      var answer = scheduler.update();
      assertThat(answer.getState()).isEqualTo(TaskState.TASK_UNREACHABLE);
      assertThat(answer.getMessage()).isEqualTo("Reconciliation: Task is unreachable");
      assertThat(answer.getUnreachableTime()).isEqualTo(unreachable.getUnreachableTime());
    }
    scheduler.call(call("{type:'RECONCILE',reconcile:{}}"));
    fixture.cluster.faults().bringBackAgent(0);
    var back = scheduler.update();
    assertThat(back.getState()).isEqualTo(TaskState.TASK_RUNNING);
    assertThat(back.getReason()).isEqualTo(TaskStatus.Reason.REASON_AGENT_REREGISTERED);
    assertThat(back.getMessage()).isEqualTo("Unreachable agent re-reregistered");
    assertThat(back.hasContainerStatus()).isTrue();
    assertThat(scheduler.offers().get(0).getAgentId()).isEqualTo(offer.getAgentId());
  }

  @Test
  void agentBackInTimeChangesNothingButTheOffers() throws Exception {
    running(framework("rec"));
    fixture.cluster.faults().loseAgent(0);
    scheduler.next(Event.Type.RESCIND);
    scheduler.call(kill("t"));
    fixture.cluster.faults().bringBackAgent(0);
    assertThat(scheduler.offers()).hasSize(1);
    assertThat(scheduler.acknowledged().getState()).isEqualTo(TaskState.TASK_KILLING);
    assertThat(scheduler.acknowledged().getState()).isEqualTo(TaskState.TASK_KILLED);
  }

  @Test
  void updateOfAnAgentWithoutContactArrivesWhenItIsBack() throws Exception {
    running(framework("rec"));
    fixture.cluster.faults().loseAgent(0);
    fixture.runners.get(0).become("t", TaskState.TASK_FINISHED);
    assertThat(scheduler.next(Event.Type.UPDATE, Duration.ofMillis(300))).isEmpty();
    fixture.cluster.faults().bringBackAgent(0);
    assertThat(scheduler.update().getState()).isEqualTo(TaskState.TASK_FINISHED);
  }

  @Test
  void tasksWithoutCheckpointAreLostWithTheAgentsProcess() throws Exception {
    running(framework("rec").setCheckpoint(false));
    fixture.cluster.faults().loseAgent(0);
    var lost = scheduler.update();
    assertThat(lost.getState()).isEqualTo(TaskState.TASK_LOST);
    assertThat(lost.getReason()).isEqualTo(TaskStatus.Reason.REASON_AGENT_DISCONNECTED);
    assertThat(lost.getMessage()).isEqualTo("Agent 127.0.0.1 disconnected");
    fixture.cluster.faults().bringBackAgent(0);
    scheduler.offers();
    scheduler.call(reconcile("t", agent()));
    assertThat(scheduler.update().getState()).isEqualTo(TaskState.TASK_GONE);
  }

  @Test
  void frozenAgentIsNotNoticedAndCatchesUp() throws Exception {
    running(framework("rec"));
    fixture.cluster.faults().freezeAgent(0);
    scheduler.call(accept(offer, launch(task("u", offer))));
    scheduler.call(reconcile("u", agent()));
    assertThat(scheduler.update().getState()).isEqualTo(TaskState.TASK_STAGING);
    fixture.cluster.faults().bringBackAgent(0);
    assertThat(scheduler.update().getState()).isEqualTo(TaskState.TASK_STARTING);
  }

  @Test
  void frameworkTornDownMeanwhileIsRemovedFromTheAgentThatComesBack() throws Exception {
    running(framework("rec"));
    fixture.cluster.faults().loseAgent(0);
    assertThat(scheduler.next(event -> isUnreachable(event), Duration.ofSeconds(5))).isPresent();
    scheduler.call(call("{type:'TEARDOWN'}"));
    fixture.cluster.faults().bringBackAgent(0);
    assertThat(fixture.runners.get(0).log).contains("removeFramework 0000");
  }

  private static boolean isUnreachable(Event event) {
    return event.getUpdate().getStatus().getState() == TaskState.TASK_UNREACHABLE;
  }

  @Test
  void restartedMasterKnowsAgentsAndTasksAgain() throws Exception {
    running(framework("rec"));
    var streamId = scheduler.streamId();
    fixture.cluster.faults().restartMaster();
    assertThat(scheduler.end()).isEqualTo(TestScheduler.End.BROKEN);
    assertThat(scheduler.answer(call("{type:'REVIVE'}")).status()).isEqualTo(403);
    var id = scheduler.frameworkId();
    scheduler.subscribed("rec");
    assertThat(scheduler.frameworkId()).isEqualTo(id);
    assertThat(scheduler.streamId()).isNotEqualTo(streamId);
    assertThat(scheduler.offers().get(0).getAgentId()).isEqualTo(offer.getAgentId());
    assertThat(scheduler.next(Event.Type.UPDATE, Duration.ofMillis(200))).isEmpty();
    scheduler.call(reconcile("t", agent()));
    assertThat(scheduler.update().getState()).isEqualTo(TaskState.TASK_RUNNING);
  }

  @Test
  void questionsAboutAnAgentThatIsNotBackGetNoAnswer() throws Exception {
    running(framework("rec"));
    fixture.cluster.faults().loseAgent(0);
    fixture.cluster.faults().restartMaster();
    scheduler.subscribed("rec");
    scheduler.call(reconcile("t", agent(), "zz", ""));
    scheduler.call(kill("t"));
    assertThat(scheduler.next(Event.Type.UPDATE, Duration.ofMillis(300))).isEmpty();
    assertThat(scheduler.next(Event.Type.OFFERS, Duration.ZERO)).isEmpty();
    scheduler.call(reconcile("zz", "unknown-S9"));
    assertThat(scheduler.update().getState()).isEqualTo(TaskState.TASK_UNKNOWN);
    fixture.cluster.faults().bringBackAgent(0);
    assertThat(scheduler.offers().get(0).getAgentId()).isEqualTo(offer.getAgentId());
    scheduler.call(reconcile("t", agent()));
    assertThat(scheduler.update().getState()).isEqualTo(TaskState.TASK_RUNNING);
  }

  @Test
  void restartedProcessAdoptsTasksUnderTheSameAgentId() throws Exception {
    running(framework("rec"));
    var id = scheduler.frameworkId();
    fixture.restartProcess();
    var info = framework("rec");
    info.getIdBuilder().setValue(id);
    scheduler = fixture.scheduler().subscribed(subscribe(info));
    var rest = scheduler.offers().get(0);
    assertThat(rest.getAgentId()).isEqualTo(offer.getAgentId());
    assertThat(rest.getResourcesList()).anyMatch(each -> each.getScalar().getValue() == 3.9);
    scheduler.call(reconcile("t", agent()));
    assertThat(scheduler.update().getState()).isEqualTo(TaskState.TASK_RUNNING);
  }

  @Test
  void streamIsCutWithinARecord() throws Exception {
    running(framework("rec"));
    fixture.cluster.faults().cutStreamsWithinRecord();
    assertThat(scheduler.end()).isEqualTo(TestScheduler.End.BROKEN);
  }

  @Test
  void rescindedOfferIsOfferedAgain() throws Exception {
    running(framework("rec"));
    fixture.cluster.faults().rescindOffers();
    assertThat(scheduler.next(Event.Type.RESCIND).getRescind().getOfferId())
        .isEqualTo(offer.getId());
    assertThat(scheduler.offers()).hasSize(1);
  }
}
