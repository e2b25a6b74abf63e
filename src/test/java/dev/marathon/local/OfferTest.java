package dev.marathon.local;

import static dev.marathon.local.ClusterFixture.accept;
import static dev.marathon.local.ClusterFixture.call;
import static dev.marathon.local.ClusterFixture.decline;
import static dev.marathon.local.ClusterFixture.launch;
import static dev.marathon.local.ClusterFixture.reserved;
import static dev.marathon.local.ClusterFixture.scalar;
import static dev.marathon.local.ClusterFixture.subscribe;
import static dev.marathon.local.ClusterFixture.task;
import static dev.marathon.local.TestScheduler.framework;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Offers and what is done with them, as with a real master. */
class OfferTest {
  @TempDir Path data;
  private ClusterFixture fixture;

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  private TestScheduler oneAgent() throws Exception {
    fixture = ClusterFixture.oneAgent(data);
    return fixture.scheduler().subscribed("rec");
  }

  private static double amount(Offer offer, String name) {
    return offer.getResourcesList().stream()
        .filter(each -> each.getName().equals(name))
        .mapToDouble(each -> each.getScalar().getValue())
        .sum();
  }

  @Test
  void offerShowsTheAgent() throws Exception {
    var offer = oneAgent().offers().get(0);
    assertThat(offer.getHostname()).isEqualTo("127.0.0.1");
    assertThat(offer.getUrl().getPath()).isEqualTo("/slave(1)");
    assertThat(offer.getAllocationInfo().getRole()).isEqualTo("rec");
    assertThat(offer.getResourcesList())
        .allMatch(each -> each.getAllocationInfo().getRole().equals("rec"));
    assertThat(offer.getAttributesList())
        .extracting(each -> each.getName())
        .containsExactly("rack", "index");
    assertThat(offer.getAttributes(1).getScalar().getValue()).isEqualTo(1.0);
    assertThat(offer.getExecutorIdsList()).isEmpty();
  }

  @Test
  void nothingIsOfferedTwiceAndDeclinedOnesComeBackAfterTheFilter() throws Exception {
    var scheduler = oneAgent();
    var offer = scheduler.offers().get(0);
    assertThat(scheduler.next(Event.Type.OFFERS, Duration.ofMillis(600))).isEmpty();
    scheduler.call(decline(offer, 0));
    offer =
        scheduler
            .next(Event.Type.OFFERS, Duration.ofMillis(600))
            .orElseThrow()
            .getOffers()
            .getOffers(0);
    scheduler.call(decline(offer, 600));
    assertThat(scheduler.next(Event.Type.OFFERS, Duration.ofMillis(900))).isEmpty();
    scheduler.call(call("{type:'REVIVE'}"));
    assertThat(scheduler.next(Event.Type.OFFERS, Duration.ofMillis(500))).isPresent();
  }

  @Test
  void suppressKeepsOffersThatAreOut() throws Exception {
    var scheduler = oneAgent();
    var offer = scheduler.offers().get(0);
    scheduler.call(call("{type:'SUPPRESS'}"));
    assertThat(scheduler.next(Event.Type.RESCIND, Duration.ofMillis(300))).isEmpty();
    scheduler.call(accept(offer, launch(task("t", offer))));
    assertThat(scheduler.update().getState()).isEqualTo(TaskState.TASK_STARTING);
    assertThat(scheduler.next(Event.Type.OFFERS, Duration.ofMillis(600))).isEmpty();
  }

  @Test
  void restOfAnOfferComesBackSmaller() throws Exception {
    var scheduler = oneAgent();
    var offer = scheduler.offers().get(0);
    scheduler.call(accept(offer, launch(task("t", offer))));
    var rest = scheduler.offers().get(0);
    assertThat(amount(rest, "cpus")).isEqualTo(3.9);
    assertThat(amount(rest, "mem")).isEqualTo(4064.0);
  }

  @Test
  void endedTaskIsOfferedAsAPartOfItsOwn() throws Exception {
    var scheduler = oneAgent();
    var offer = scheduler.offers().get(0);
    scheduler.call(accept(offer, launch(task("t", offer))));
    scheduler.offers();
    scheduler.acknowledged();
    scheduler.acknowledged();
    scheduler.call(ClusterFixture.kill("t"));
    var part = scheduler.offers().get(0);
    assertThat(amount(part, "cpus")).isEqualTo(0.1);
    assertThat(part.getResourcesCount()).isEqualTo(2);
  }

  @Test
  void usedUnknownAndDoubleOffersAreInvalid() throws Exception {
    var scheduler = oneAgent();
    var offer = scheduler.offers().get(0);
    var id = offer.getId().getValue();
    scheduler.call(
        call(
            "{type:'ACCEPT',accept:{offer_ids:[{value:'%s'},{value:'%s'}],operations:[%s]}}"
                .formatted(id, id, launch(task("d", offer)))));
    var dropped = scheduler.update();
    assertThat(dropped.getState()).isEqualTo(TaskState.TASK_DROPPED);
    assertThat(dropped.getReason()).isEqualTo(TaskStatus.Reason.REASON_INVALID_OFFERS);
    assertThat(dropped.hasUuid()).isFalse();
    assertThat(dropped.getMessage())
        .isEqualTo("Task launched with invalid offers: Duplicate offer " + id + " in offer list");
    var again = scheduler.offers().get(0);
    scheduler.call(accept(offer, launch(task("d", offer))));
    assertThat(scheduler.update().getMessage())
        .isEqualTo("Task launched with invalid offers: Offer " + id + " is no longer valid");
    assertThat(again.getId()).isNotEqualTo(offer.getId());
  }

  @Test
  void offersOfTwoAgentsCannotBeUsedTogether() throws Exception {
    fixture = ClusterFixture.agents(data, 2, UnaryOperator.identity());
    var scheduler = fixture.scheduler().subscribed("rec");
    var offers = scheduler.offers();
    assertThat(offers).hasSize(2);
    scheduler.call(
        call(
            "{type:'ACCEPT',accept:{offer_ids:[{value:'%s'},{value:'%s'}],operations:[%s]}}"
                .formatted(
                    offers.get(0).getId().getValue(),
                    offers.get(1).getId().getValue(),
                    launch(task("d", offers.get(0))))));
    assertThat(scheduler.update().getMessage())
        .isEqualTo(
            "Task launched with invalid offers: Aggregated offers must belong to one single agent. Offer %s uses agent %s and agent %s"
                .formatted(
                    offers.get(1).getId().getValue(),
                    offers.get(1).getAgentId().getValue(),
                    offers.get(0).getAgentId().getValue()));
    assertThat(scheduler.offers()).hasSize(2);
  }

  @Test
  void secondFrameworkGetsWhatTheFirstDeclines() throws Exception {
    var first = oneAgent();
    var offer = first.offers().get(0);
    var second = fixture.scheduler().subscribed("rec");
    assertThat(second.next(Event.Type.OFFERS, Duration.ofMillis(500))).isEmpty();
    first.call(decline(offer, 5));
    assertThat(second.next(Event.Type.OFFERS, Duration.ofMillis(600))).isPresent();
  }

  @Test
  void offersTimeOutIfConfigured() throws Exception {
    fixture =
        ClusterFixture.agents(
            data,
            1,
            config ->
                config.withSettings(config.settings().withOfferTimeout(Duration.ofMillis(500))));
    var scheduler = fixture.scheduler().subscribed("rec");
    var offer = scheduler.offers().get(0);
    assertThat(scheduler.next(Event.Type.RESCIND).getRescind().getOfferId())
        .isEqualTo(offer.getId());
    assertThat(scheduler.offers()).hasSize(1);
  }

  @Test
  void invalidTasksAreErrorsInMesosWords() throws Exception {
    var scheduler = oneAgent();
    var offer = scheduler.offers().get(0);
    var tooMuch = task("e1", offer, scalar("cpus", 100) + "," + scalar("mem", 32));
    var negative = task("e2", offer, scalar("cpus", -1));
    var none = task("e3", offer, "");
    var slash = task("b/7", offer);
    var elsewhere = task("e4", offer).replace(offer.getAgentId().getValue(), "nope");
    var idle = task("e5", offer).replace("command:{value:'x'},", "");
    var twice = task("a2", offer);
    var noValue =
        task("e6", offer)
            .replace("{value:'x'}", "{value:'x',environment:{variables:[{name:'A'}]}}");
    var noHttp = task("e7", offer).replace("name:'n'", "name:'n',health_check:{type:'HTTP'}");
    var limit = task("e8", offer).replace("name:'n'", "name:'n',limits:{cpus:{value:0.05}}");
    scheduler.call(
        accept(
            offer,
            launch(
                tooMuch, negative, none, slash, elsewhere, idle, twice, twice, noValue, noHttp,
                limit)));
    assertError(
        scheduler,
        "Total resources cpus(allocated: rec):100; mem(allocated: rec):32 required by task and its executor is more than available ports(allocated: rec):[31000-31999]; cpus(allocated: rec):4; mem(allocated: rec):4096; disk(allocated: rec):10000");
    assertError(
        scheduler,
        "Resource 'cpus(allocated: rec):-1' is invalid: Invalid scalar resource: value <= 0");
    assertError(scheduler, "Task uses no resources");
    assertError(scheduler, "'b/7' contains invalid characters");
    assertError(
        scheduler,
        "Task uses invalid agent nope while agent "
            + offer.getAgentId().getValue()
            + " is expected");
    assertError(
        scheduler,
        "Task should have at least one (but not both) of CommandInfo or ExecutorInfo present");
    assertError(scheduler, "Task has duplicate ID: a2");
    assertError(
        scheduler,
        "Task's `CommandInfo` is invalid: Environment variable 'A' of type 'VALUE' must have a value set");
    assertError(
        scheduler,
        "Task uses invalid health check: Expecting 'http' to be set for HTTP health check");
    assertError(scheduler, "The cpu limit must be greater than or equal to the cpu request");
    var started = next(scheduler, status -> status.getState() == TaskState.TASK_STARTING);
    assertThat(started.getTaskId().getValue()).isEqualTo("a2");
  }

  @Test
  void checksContainersAndResourcesThatMesosDoesNotTakeAreErrorsInItsWords() throws Exception {
    var scheduler = oneAgent();
    var offer = scheduler.offers().get(0);
    var gpus = task("g", offer, scalar("cpus", 1) + "," + scalar("gpus", 0.5));
    var ports =
        task(
            "p",
            offer,
            "{name:'ports',type:'RANGES',ranges:{range:[{begin:31000,end:31002},{begin:31002,end:31003}]}}");
    scheduler.call(
        accept(
            offer,
            launch(
                with(offer, "check:{type:'HTTP',http:{port:1,path:'c'}}"),
                with(offer, "health_check:{type:'HTTP',http:{port:1,path:''}}"),
                with(offer, "health_check:{type:'COMMAND',command:{shell:true}}"),
                with(offer, "container:{type:'DOCKER'}"),
                with(
                    offer,
                    "container:{type:'DOCKER',docker:{image:'i',parameters:[{key:'name',value:'x'}]}}"),
                with(offer, "container:{type:'MESOS',volumes:[{container_path:'/a',mode:'RW'}]}"),
                with(offer, "limits:{disk:{value:1}}"),
                with(offer, "limits:{mem:{value:64}}").replace("'mem'", "'disk'"),
                gpus,
                ports)));
    assertError(
        scheduler, "Task uses invalid check: The path 'c' of HTTP check must start with '/'");
    assertError(
        scheduler,
        "Task uses invalid health check: The path '' of HTTP health check must start with '/'");
    assertError(
        scheduler,
        "Task uses invalid health check: Command health check must contain 'shell command'");
    assertError(
        scheduler,
        "Task's `ContainerInfo` is invalid: DockerInfo 'docker' is not set for DOCKER typed ContainerInfo");
    assertError(
        scheduler, "Task's `ContainerInfo` is invalid: Parameter in DockerInfo must not be 'name'");
    assertError(
        scheduler,
        "Task's `ContainerInfo` is invalid: Invalid volume: Only one of them should be set: 'host_path', 'image' and 'source'");
    assertError(scheduler, "Only cpus and mem may be included in a task's resource limits");
    assertError(
        scheduler, "When a memory limit is specified, a memory request must also be specified");
    assertError(
        scheduler,
        "Task uses invalid resources: Invalid 'gpus' resource: The 'gpus' resource must be an unsigned integer");
    var overlapping = next(scheduler, each -> each.getState() == TaskState.TASK_ERROR);
    assertThat(overlapping.getMessage())
        .endsWith("is invalid: Invalid ranges resource: overlapping ranges");
  }

  private static String with(Offer offer, String more) {
    return task("t", offer).replace("name:'n'", "name:'n'," + more);
  }

  private static TaskStatus next(
      TestScheduler scheduler, java.util.function.Predicate<TaskStatus> wanted) throws Exception {
    return scheduler
        .next(
            event ->
                event.getType() == Event.Type.UPDATE && wanted.test(event.getUpdate().getStatus()),
            Duration.ofSeconds(5))
        .orElseThrow()
        .getUpdate()
        .getStatus();
  }

  private static void assertError(TestScheduler scheduler, String message) throws Exception {
    var status = next(scheduler, each -> each.getState() == TaskState.TASK_ERROR);
    assertThat(status.getMessage()).isEqualTo(message);
    assertThat(status.getReason()).isEqualTo(TaskStatus.Reason.REASON_TASK_INVALID);
    assertThat(status.getSource()).isEqualTo(TaskStatus.Source.SOURCE_MASTER);
    assertThat(status.hasUuid()).isFalse();
  }

  @Test
  void missingNameRefusesTheWholeCallAndTheOfferStaysValid() throws Exception {
    var scheduler = oneAgent();
    var offer = scheduler.offers().get(0);
    var body =
        "{\"type\":\"ACCEPT\",\"framework_id\":{\"value\":\"%s\"},\"accept\":{\"offer_ids\":[{\"value\":\"%s\"}],\"operations\":[{\"type\":\"LAUNCH\",\"launch\":{\"task_infos\":[{\"task_id\":{\"value\":\"t\"},\"agent_id\":{\"value\":\"s\"}}]}}]}}"
            .formatted(scheduler.frameworkId(), offer.getId().getValue());
    var answer =
        scheduler
            .client()
            .send(
                "POST",
                "/api/v1/scheduler",
                java.util.Map.of(
                    "Content-Type", "application/json", "Mesos-Stream-Id", scheduler.streamId()),
                body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(answer.text())
        .isEqualTo(
            "Failed to convert JSON into Call protobuf: Missing required fields: accept.operations[0].launch.task_infos[0].name");
    scheduler.call(accept(offer, launch(task("t", offer))));
    assertThat(scheduler.update().getState()).isEqualTo(TaskState.TASK_STARTING);
  }

  @Test
  void frameworkWithoutCapabilitiesSeesTheOldFormat() throws Exception {
    fixture =
        ClusterFixture.agents(
            data,
            1,
            config -> config.withAgents(1, "cpus:3;mem:1024;cpus(rec):1;mem(rec):512", ""));
    var info = oldFramework();
    var scheduler = fixture.scheduler().subscribed(subscribe(info));
    var offer = scheduler.offers().get(0);
    assertThat(offer.hasAllocationInfo()).isFalse();
    assertThat(offer.getResourcesList()).noneMatch(Resource::hasAllocationInfo);
    assertThat(offer.getResourcesList()).extracting(OfferTest::oldRole).containsOnly("*", "rec");
    scheduler.call(accept(offer, launch(task("t", offer, scalar("cpus", 0.1)))));
    assertThat(scheduler.acknowledged().getState()).isEqualTo(TaskState.TASK_STARTING);
    assertThat(scheduler.acknowledged().getState()).isEqualTo(TaskState.TASK_RUNNING);
    scheduler.call(ClusterFixture.kill("t"));
    assertThat(scheduler.acknowledged().getState()).isEqualTo(TaskState.TASK_KILLED);
    scheduler.call(ClusterFixture.reconcile("zz", offer.getAgentId().getValue()));
    assertThat(scheduler.update().getState()).isEqualTo(TaskState.TASK_LOST);
  }

  @SuppressWarnings("deprecation")
  private static FrameworkInfo.Builder oldFramework() {
    return framework().clearCapabilities().clearRoles().setRole("rec");
  }

  @SuppressWarnings("deprecation")
  private static String oldRole(Resource resource) {
    return resource.getRole();
  }

  @Test
  void childRoleIsOfferedWhatIsReservedForItsParent() throws Exception {
    fixture =
        ClusterFixture.agents(
            data,
            1,
            config -> config.withAgents(1, "cpus:3;mem:1024;cpus(rec):1;mem(rec):512", ""));
    var child = fixture.scheduler().subscribed("rec/sub");
    assertThat(amount(child.offers().get(0), "cpus")).isEqualTo(4.0);
    child.call(call("{type:'TEARDOWN'}"));
    var other = fixture.scheduler().subscribed("other");
    assertThat(amount(other.offers().get(0), "cpus")).isEqualTo(3.0);
  }

  @Test
  void gpuAgentsAreHiddenFromFrameworksThatDoNotKnowThem() throws Exception {
    fixture =
        ClusterFixture.agents(
            data, 1, config -> config.withAgents(1, "cpus:3;mem:1024;gpus:2", ""));
    var blind = fixture.scheduler().subscribed("rec");
    assertThat(blind.next(Event.Type.OFFERS, Duration.ofMillis(500))).isEmpty();
    var info =
        framework("rec")
            .addCapabilities(
                FrameworkInfo.Capability.newBuilder()
                    .setType(FrameworkInfo.Capability.Type.GPU_RESOURCES));
    var seeing = fixture.scheduler().subscribed(subscribe(info));
    assertThat(amount(seeing.offers().get(0), "gpus")).isEqualTo(2.0);
  }

  @Test
  void remoteRegionIsOfferedToRegionAwareFrameworksOnly() throws Exception {
    fixture = ClusterFixture.agents(data, 2, config -> config.withDomain("{east,west}/z1"));
    var near = fixture.scheduler().subscribed("rec");
    var offers = near.offers();
    assertThat(offers).hasSize(1);
    assertThat(offers.get(0).getDomain().getFaultDomain().getRegion().getName()).isEqualTo("east");
    near.call(call("{type:'TEARDOWN'}"));
    var info =
        framework("rec")
            .addCapabilities(
                FrameworkInfo.Capability.newBuilder()
                    .setType(FrameworkInfo.Capability.Type.REGION_AWARE));
    assertThat(fixture.scheduler().subscribed(subscribe(info)).offers()).hasSize(2);
  }

  @Test
  void reserveCreateLaunchDestroyUnreserve() throws Exception {
    var scheduler = oneAgent();
    var offer = scheduler.offers().get(0);
    var volume =
        reserved(
            "disk",
            64,
            ",disk:{persistence:{id:'vol-1',principal:'rv'},volume:{mode:'RW',container_path:'data'}}");
    var cpus = reserved("cpus", 0.5, "");
    var disk = reserved("disk", 64, "");
    scheduler.call(
        accept(
            offer,
            "{type:'RESERVE',reserve:{resources:[%s,%s]}},{type:'CREATE',create:{volumes:[%s]}},%s"
                .formatted(cpus, disk, volume, launch(task("v", offer, cpus + "," + volume)))));
    assertThat(scheduler.acknowledged().getState()).isEqualTo(TaskState.TASK_STARTING);
    assertThat(scheduler.acknowledged().getState()).isEqualTo(TaskState.TASK_RUNNING);
    var rest = scheduler.offers().get(0);
    assertThat(amount(rest, "cpus")).isEqualTo(3.5);
    assertThat(amount(rest, "disk")).isEqualTo(9936.0);
    // In use: silently dropped.
    scheduler.call(accept(rest, "{type:'DESTROY',destroy:{volumes:[%s]}}".formatted(volume)));
    assertThat(amount(scheduler.offers().get(0), "disk")).isEqualTo(9936.0);
    scheduler.call(ClusterFixture.kill("v"));
    var back = scheduler.offers().get(0);
    assertThat(back.getResourcesList())
        .anyMatch(each -> each.getDisk().getPersistence().getId().equals("vol-1"));
    scheduler.call(
        accept(
            back,
            "{type:'DESTROY',destroy:{volumes:[%s]}},{type:'UNRESERVE',unreserve:{resources:[%s,%s]}}"
                .formatted(volume, cpus, disk)));
    var plain = scheduler.offers().get(0);
    assertThat(plain.getResourcesList())
        .noneMatch(each -> each.getReservationsCount() > 0 || each.hasDisk());
  }

  @Test
  void reservationsSurviveARestartOfTheProcess() throws Exception {
    var scheduler = oneAgent();
    var offer = scheduler.offers().get(0);
    scheduler.call(
        accept(
            offer,
            "{type:'RESERVE',reserve:{resources:[%s]}}".formatted(reserved("cpus", 0.5, ""))));
    assertThat(scheduler.offers().get(0).getResourcesList())
        .anyMatch(each -> each.getReservationsCount() == 1);
    fixture.restartProcess();
    var next = fixture.scheduler().subscribed("rec");
    var after = next.offers().get(0);
    assertThat(after.getAgentId()).isEqualTo(offer.getAgentId());
    assertThat(after.getResourcesList()).anyMatch(each -> each.getReservationsCount() == 1);
  }

  @Test
  void reservationsThatAreNotAllowedAreDroppedSilently() throws Exception {
    var scheduler = oneAgent();
    var offer = scheduler.offers().get(0);
    var good = reserved("cpus", 0.5, "");
    for (var bad :
        List.of(
            good.replace("principal:'rv'", "principal:'x'"),
            good.replace(",principal:'rv'", ""),
            good.replace("role:'rec'", "role:'other'"),
            reserved("cpus", 500, ""))) {
      scheduler.call(accept(offer, "{type:'RESERVE',reserve:{resources:[%s]}}".formatted(bad)));
      offer = scheduler.offers().get(0);
      assertThat(offer.getResourcesList())
          .as(bad)
          .noneMatch(each -> each.getReservationsCount() > 0);
    }
  }

  @Test
  void operationsWithAnIdAreReported() throws Exception {
    var scheduler = oneAgent();
    var offer = scheduler.offers().get(0);
    scheduler.call(
        accept(
            offer,
            "{type:'RESERVE',id:{value:'op-1'},reserve:{resources:[%s]}}"
                .formatted(reserved("cpus", 0.5, ""))));
    var status =
        scheduler.next(Event.Type.UPDATE_OPERATION_STATUS).getUpdateOperationStatus().getStatus();
    assertThat(status.getState()).isEqualTo(OperationState.OPERATION_FINISHED);
    assertThat(status.getUuid().getValue().size()).isEqualTo(16);
    scheduler.call(call("{type:'RECONCILE_OPERATIONS',reconcile_operations:{}}"));
    var again =
        scheduler.next(Event.Type.UPDATE_OPERATION_STATUS).getUpdateOperationStatus().getStatus();
    assertThat(again.hasUuid()).isFalse();
    scheduler.call(
        Call.newBuilder()
            .setType(Call.Type.ACKNOWLEDGE_OPERATION_STATUS)
            .setAcknowledgeOperationStatus(
                Call.AcknowledgeOperationStatus.newBuilder()
                    .setOperationId(status.getOperationId())
                    .setUuid(status.getUuid().getValue())));
    scheduler.call(call("{type:'RECONCILE_OPERATIONS',reconcile_operations:{}}"));
    assertThat(scheduler.next(Event.Type.UPDATE_OPERATION_STATUS, Duration.ofMillis(300)))
        .isEmpty();
    offer = scheduler.offers().get(0);
    scheduler.call(
        accept(
            offer,
            "{type:'RESERVE',id:{value:'op-2'},reserve:{resources:[%s]}}"
                .formatted(reserved("cpus", 500, ""))));
    var failed =
        scheduler.next(Event.Type.UPDATE_OPERATION_STATUS).getUpdateOperationStatus().getStatus();
    assertThat(failed.getState()).isEqualTo(OperationState.OPERATION_ERROR);
    assertThat(failed.getMessage()).endsWith(" does not contain cpus(allocated: rec):500");
    assertThat(failed.hasUuid() || failed.hasAgentId()).isFalse();
  }

  @Test
  void infiniteClusterOffersEachAgentToEachRoleWhateverRuns() throws Exception {
    var infinite =
        new Simulation(Duration.ofMillis(20), Duration.ofMillis(20), 0, 0, 1, false, true);
    fixture = ClusterFixture.agents(data, 3, config -> config.withSimulation(infinite));
    var scheduler = fixture.scheduler().subscribed("rec", "other");
    var offers = scheduler.offers();
    assertThat(offers).hasSize(6);
    assertThat(offers).extracting(Offer::getHostname).contains("agent-1", "agent-2", "agent-3");
    var offer = offers.get(0);
    scheduler.call(accept(offer, launch(task("t", offer, scalar("cpus", 4)))));
    var again = scheduler.offers();
    assertThat(again).hasSize(1);
    assertThat(amount(again.get(0), "cpus")).isEqualTo(4.0);
  }
}
