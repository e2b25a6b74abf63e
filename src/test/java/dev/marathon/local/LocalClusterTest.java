package dev.marathon.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalClusterTest {
  @TempDir Path data;
  private LocalCluster cluster;
  private TestScheduler scheduler;
  private final List<FakeRunner> runners = new ArrayList<>();

  @BeforeEach
  void start() {
    var config =
        LocalClusterConfig.at(data)
            .withAgents(1, "cpus:4;mem:4096;disk:10000;ports:[31000-31999]", "rack:a");
    cluster =
        LocalCluster.start(
            config,
            place -> {
              var runner = new FakeRunner();
              runners.add(runner);
              return runner;
            });
    scheduler = new TestScheduler(cluster.master());
  }

  @AfterEach
  void stop() throws Exception {
    scheduler.close();
    cluster.close();
  }

  private static Offer.Operation launch(Offer offer, String id) throws Exception {
    return TestScheduler.json(
            "{type:'LAUNCH',launch:{task_infos:[{name:'n',task_id:{value:'%s'},agent_id:{value:'%s'},command:{value:'x'},resources:[{name:'cpus',type:'SCALAR',scalar:{value:0.1}},{name:'mem',type:'SCALAR',scalar:{value:32}}]}]}}"
                .formatted(id, offer.getAgentId().getValue()),
            Offer.Operation.newBuilder())
        .build();
  }

  private static Call.Builder accept(Offer offer, Offer.Operation... operations) {
    return Call.newBuilder()
        .setType(Call.Type.ACCEPT)
        .setAccept(
            Call.Accept.newBuilder()
                .addOfferIds(offer.getId())
                .addAllOperations(List.of(operations))
                .setFilters(Filters.newBuilder().setRefuseSeconds(0)));
  }

  @Test
  void taskGoesThroughItsLife() throws Exception {
    scheduler.subscribed("rec");
    assertThat(scheduler.next(Event.Type.HEARTBEAT)).isNotNull();
    var offer = scheduler.offers().get(0);
    scheduler.call(accept(offer, launch(offer, "t1")));
    assertThat(scheduler.acknowledged().getState()).isEqualTo(TaskState.TASK_STARTING);
    assertThat(scheduler.acknowledged().getState()).isEqualTo(TaskState.TASK_RUNNING);
    scheduler.call(
        Call.newBuilder()
            .setType(Call.Type.KILL)
            .setKill(
                Call.Kill.newBuilder()
                    .setTaskId(launch(offer, "t1").getLaunch().getTaskInfos(0).getTaskId())));
    assertThat(scheduler.acknowledged().getState()).isEqualTo(TaskState.TASK_KILLING);
    assertThat(scheduler.acknowledged().getState()).isEqualTo(TaskState.TASK_KILLED);
  }
}
