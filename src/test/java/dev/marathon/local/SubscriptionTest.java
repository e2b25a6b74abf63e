package dev.marathon.local;

import static dev.marathon.local.ClusterFixture.accept;
import static dev.marathon.local.ClusterFixture.call;
import static dev.marathon.local.ClusterFixture.launch;
import static dev.marathon.local.ClusterFixture.subscribe;
import static dev.marathon.local.ClusterFixture.task;
import static dev.marathon.local.TestScheduler.framework;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frameworks come, fail over, change and go as with a real master. */
class SubscriptionTest {
  @TempDir Path data;
  private ClusterFixture fixture;

  @BeforeEach
  void start() {
    fixture = ClusterFixture.oneAgent(data);
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  private String error(FrameworkInfo.Builder framework) throws Exception {
    return error(subscribe(framework));
  }

  private String error(Call.Subscribe.Builder subscribe) throws Exception {
    var scheduler = fixture.scheduler().subscribe(subscribe);
    var error = scheduler.next(Event.Type.ERROR).getError().getMessage();
    assertThat(scheduler.end()).isEqualTo(TestScheduler.End.COMPLETE);
    assertThat(scheduler.next(Event.Type.SUBSCRIBED, Duration.ZERO)).isEmpty();
    return error;
  }

  @Test
  void subscribedThenHeartbeatThenOffers() throws Exception {
    var scheduler = fixture.scheduler().subscribe("rec");
    for (var type : List.of(Event.Type.SUBSCRIBED, Event.Type.HEARTBEAT, Event.Type.OFFERS)) {
      assertThat(scheduler.next(event -> true, Duration.ofSeconds(5)).orElseThrow().getType())
          .isEqualTo(type);
    }
  }

  @Test
  void subscribedEventIsAsLongAsARealOne() throws Exception {
    for (boolean protobuf : new boolean[] {false, true}) {
      var type = protobuf ? "application/x-protobuf" : "application/json";
      var body =
          "{\"type\":\"SUBSCRIBE\",\"subscribe\":{\"framework_info\":{\"user\":\"u\",\"name\":\"n\"}}}";
      try (var stream =
          new WireClient(fixture.cluster.master())
              .open(
                  "POST",
                  "/api/v1/scheduler",
                  Map.of("Content-Type", "application/json", "Accept", type),
                  body.getBytes(java.nio.charset.StandardCharsets.UTF_8))) {
        var record = stream.chunk().orElseThrow();
        var port = fixture.cluster.master().getPort();
        // The real one listened on 15050: the port stands there as text or varint, three times or
        // once as text.
        int digits = String.valueOf(port).length() - 5;
        int varint = port < 16384 ? -1 : 0;
        int expected = protobuf ? 194 + digits + 2 * (varint + 1) : 455 + 3 * digits;
        assertThat(record.length).as(type).isEqualTo(expected);
      }
    }
  }

  @Test
  void secondSubscriptionTakesOverAndTheOldOneIsTold() throws Exception {
    var first = fixture.scheduler().subscribed("rec");
    first.offers();
    var oldStream = first.streamId();
    var second = fixture.scheduler();
    var info = framework("rec");
    info.getIdBuilder().setValue(first.frameworkId());
    second.subscribed(subscribe(info));
    assertThat(second.frameworkId()).isEqualTo(first.frameworkId());
    assertThat(first.next(Event.Type.ERROR).getError().getMessage())
        .isEqualTo("Framework failed over");
    assertThat(first.end()).isEqualTo(TestScheduler.End.COMPLETE);
    assertThat(second.offers()).hasSize(1);
    var refused = first.answer(call("{type:'REVIVE'}"));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text())
        .isEqualTo(
            "The stream ID '%s' included in this request didn't match the stream ID currently associated with framework ID %s"
                .formatted(oldStream, first.frameworkId()));
  }

  @Test
  void closedConnectionIsNoticedAtOnceAndTheFrameworkMayComeBack() throws Exception {
    var scheduler = fixture.scheduler().subscribed("rec");
    var offer = scheduler.offers().get(0);
    scheduler.call(accept(offer, launch(task("t", offer))));
    scheduler.update();
    scheduler.close();
    await()
        .untilAsserted(
            () -> {
              var answer = scheduler.answer(call("{type:'REVIVE'}"));
              assertThat(answer.status()).isEqualTo(403);
              assertThat(answer.text()).isEqualTo("Framework is not subscribed");
            });
    var other = fixture.scheduler().subscribed("rec");
    assertThat(other.offers()).hasSize(1);
    scheduler.subscribed("rec");
    assertThat(scheduler.update().getState()).isEqualTo(TaskState.TASK_STARTING);
  }

  @Test
  void frameworkWithoutFailoverTimeoutIsRemovedWhenItDisconnects() throws Exception {
    var scheduler =
        fixture.scheduler().subscribed(subscribe(framework("rec").clearFailoverTimeout()));
    var offer = scheduler.offers().get(0);
    scheduler.call(accept(offer, launch(task("t", offer))));
    scheduler.update();
    scheduler.close();
    await().until(() -> fixture.runners.get(0).log.contains("removeFramework 0000"));
    scheduler.subscribe("rec");
    assertThat(scheduler.next(Event.Type.ERROR).getError().getMessage())
        .isEqualTo("Framework has been removed");
    assertThat(scheduler.end()).isEqualTo(TestScheduler.End.COMPLETE);
  }

  @Test
  void frameworkIsRemovedAfterItsFailoverTimeout() throws Exception {
    var scheduler =
        fixture.scheduler().subscribed(subscribe(framework("rec").setFailoverTimeout(0.5)));
    scheduler.close();
    await()
        .until(
            () ->
                scheduler
                    .answer(call("{type:'REVIVE'}"))
                    .text()
                    .equals("Framework cannot be found"));
  }

  @Test
  void teardownEndsTheStreamWithoutAWord() throws Exception {
    var scheduler = fixture.scheduler().subscribed("rec");
    var offer = scheduler.offers().get(0);
    scheduler.call(accept(offer, launch(task("t", offer))));
    assertThat(scheduler.update().getState()).isEqualTo(TaskState.TASK_STARTING);
    scheduler.call(call("{type:'TEARDOWN'}"));
    assertThat(scheduler.end()).isEqualTo(TestScheduler.End.COMPLETE);
    assertThat(scheduler.next(Event.Type.UPDATE, Duration.ZERO)).isEmpty();
    assertThat(fixture.runners.get(0).log).contains("removeFramework 0000");
    var next = fixture.scheduler().subscribed("rec");
    assertThat(next.offers().get(0).getResourcesList())
        .anyMatch(each -> each.getName().equals("cpus") && each.getScalar().getValue() == 4.0);
  }

  @Test
  void idNeverSeenIsUsedAsItIs() throws Exception {
    var info = framework("rec");
    info.getIdBuilder().setValue("never-seen-0001");
    var scheduler = fixture.scheduler().subscribed(subscribe(info));
    assertThat(scheduler.frameworkId()).isEqualTo("never-seen-0001");
    info.getIdBuilder().setValue("never seen/../x");
    assertThat(error(info)).isEqualTo("'never seen/../x' contains invalid characters");
  }

  @Test
  void badFrameworksAreRefusedInMesosWords() throws Exception {
    var roles = "'FrameworkInfo.roles' contains invalid role: ";
    assertThat(error(framework("a/"))).isEqualTo(roles + "Role 'a/' cannot end with a slash");
    assertThat(error(framework("..")))
        .isEqualTo(roles + "Role '..' cannot include '..' as a component");
    assertThat(error(framework("a b")))
        .isEqualTo(
            roles + "Role component 'a b' is invalid because it contains backspace or whitespace");
    assertThat(error(framework("-x")))
        .isEqualTo(roles + "Role component '-x' is invalid because it starts with a dash");
    assertThat(error(framework("a/*")))
        .isEqualTo(roles + "Role 'a/*' cannot include '*' as a component");
    assertThat(error(framework("a", "a")))
        .isEqualTo("'FrameworkInfo.roles' contains duplicate items: { a }");
    assertThat(error(framework("a").clearCapabilities()))
        .isEqualTo(
            "'FrameworkInfo.roles' must not be set when the framework is not MULTI_ROLE capable");
    assertThat(error(framework("a").setFailoverTimeout(1e20)))
        .isEqualTo("The framework failover_timeout (1e+20) is invalid");
    assertThat(error(subscribe(framework("a")).addSuppressedRoles("zz")))
        .isEqualTo("Suppressed roles { zz } are not contained in the set of roles");
    var constraints = subscribe(framework("a"));
    TestScheduler.json(
        "{offer_constraints:{role_constraints:{zz:{groups:[{attribute_constraints:[{selector:{attribute_name:'x'},predicate:{exists:{}}}]}]}}}}",
        constraints);
    assertThat(error(constraints))
        .isEqualTo(
            "Offer constraints specify `role_constraints` for a role 'zz'not contained in the set of roles");
  }

  @Test
  @SuppressWarnings("deprecation")
  void roleAndMultiRoleExcludeEachOther() throws Exception {
    assertThat(error(framework().setRole("a")))
        .isEqualTo("'FrameworkInfo.role' must not be set when the framework is MULTI_ROLE capable");
  }

  @Test
  void changedPrincipalIsRefusedAndTheOldStreamGoesOn() throws Exception {
    var scheduler = fixture.scheduler().subscribed("rec");
    scheduler.offers();
    var info = framework("rec").setPrincipal("other");
    info.getIdBuilder().setValue(scheduler.frameworkId());
    assertThat(error(info)).isEqualTo("Changing framework's principal is not allowed.");
    scheduler.call(call("{type:'RECONCILE',reconcile:{tasks:[{task_id:{value:'zz'}}]}}"));
    assertThat(scheduler.update().getState()).isEqualTo(TaskState.TASK_UNKNOWN);
  }

  @Test
  void suppressedRolesGetNoOffersUntilRevived() throws Exception {
    var scheduler =
        fixture.scheduler().subscribed(subscribe(framework("rec")).addSuppressedRoles("rec"));
    assertThat(scheduler.next(Event.Type.OFFERS, Duration.ofMillis(700))).isEmpty();
    scheduler.call(call("{type:'REVIVE'}"));
    assertThat(scheduler.next(Event.Type.OFFERS, Duration.ofMillis(500))).isPresent();
  }

  @Test
  void updateFrameworkChangesRolesAndRefusesTheRest() throws Exception {
    var scheduler = fixture.scheduler().subscribed("rec", "other");
    var offer = scheduler.offers().get(0);
    var rest = offer.getAllocationInfo().getRole().equals("rec") ? "other" : "rec";
    assertThat(update(scheduler, framework(rest)).status()).isEqualTo(200);
    assertThat(scheduler.next(Event.Type.RESCIND).getRescind().getOfferId())
        .isEqualTo(offer.getId());
    assertThat(scheduler.offers().get(0).getAllocationInfo().getRole()).isEqualTo(rest);
    assertThat(update(scheduler, framework(rest).setUser("nobody")).text())
        .isEqualTo(
            "FrameworkInfo update is not valid: Updating 'FrameworkInfo.user' is unsupported; attempted to update from 'root' to 'nobody'");
    assertThat(update(scheduler, framework(rest).setCheckpoint(false)).text())
        .isEqualTo(
            "FrameworkInfo update is not valid: Updating 'FrameworkInfo.checkpoint' is unsupported; attempted to update from 'true' to 'false'");
    assertThat(update(scheduler, framework(rest).setPrincipal("x")).text())
        .isEqualTo(
            "FrameworkInfo update is not valid: Changing framework's principal is not allowed.");
  }

  private static WireClient.Response update(TestScheduler scheduler, FrameworkInfo.Builder info)
      throws Exception {
    info.getIdBuilder().setValue(scheduler.frameworkId());
    return scheduler.answer(
        Call.newBuilder()
            .setType(Call.Type.UPDATE_FRAMEWORK)
            .setUpdateFramework(Call.UpdateFramework.newBuilder().setFrameworkInfo(info)));
  }

  @Test
  void offerConstraintsDecideAboutAgents() throws Exception {
    var scheduler =
        fixture.scheduler().subscribed(subscribe(framework("rec")).addSuppressedRoles("rec"));
    assertThat(constrained(scheduler, "{text_matches:{regex:'a.'}}")).isFalse();
    assertThat(constrained(scheduler, "{text_matches:{regex:'.'}}")).isTrue();
    assertThat(constrained(scheduler, "{text_not_equals:{value:'a'}}")).isFalse();
    var bad = constraint(scheduler, "{text_matches:{regex:'['}}");
    assertThat(scheduler.answer(bad).text())
        .isEqualTo(
            "'UpdateFramework' call is not valid: Offer constraints are not valid: A role rec has an invalid 'AttributeConstraint': Failed to construct regex from pattern '[': missing ]: [");
    assertThat(scheduler.answer(constraint(scheduler, "{}")).text())
        .isEqualTo(
            "'UpdateFramework' call is not valid: Offer constraints are not valid: A role rec has an invalid 'AttributeConstraint': Unknown predicate type");
  }

  private static Call.Builder constraint(TestScheduler scheduler, String predicate)
      throws Exception {
    var update = Call.newBuilder().setType(Call.Type.UPDATE_FRAMEWORK);
    TestScheduler.json(
        "{update_framework:{framework_info:{user:'root',name:'test'},offer_constraints:{role_constraints:{rec:{groups:[{attribute_constraints:[{selector:{attribute_name:'rack'},predicate:%s}]}]}}}}}"
            .formatted(predicate),
        update);
    var info = framework("rec");
    info.getIdBuilder().setValue(scheduler.frameworkId());
    update.getUpdateFrameworkBuilder().setFrameworkInfo(info);
    return update;
  }

  /** Whether the agent of rack a is offered. */
  private static boolean constrained(TestScheduler scheduler, String predicate) throws Exception {
    scheduler.call(constraint(scheduler, predicate));
    var offers = scheduler.next(Event.Type.OFFERS, Duration.ofMillis(700));
    if (offers.isPresent()) {
      scheduler.call(ClusterFixture.decline(offers.get().getOffers().getOffers(0), 0));
    }
    return offers.isPresent();
  }

  @Test
  void basicCredentialsAreRequiredIfConfigured() throws Exception {
    fixture.close();
    fixture =
        ClusterFixture.agents(
            data.resolve("secured"),
            1,
            config -> config.withCredentials(new Credentials("fw", "secret")));
    var client = new WireClient(fixture.cluster.master());
    var body =
        "{\"type\":\"SUBSCRIBE\",\"subscribe\":{\"framework_info\":{\"user\":\"u\",\"name\":\"n\",\"principal\":\"zz\"}}}";
    var bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    var refused =
        client.send("POST", "/api/v1/scheduler", Map.of("Content-Type", "application/json"), bytes);
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.text()).isEqualTo("401 Unauthorized.");
    assertThat(refused.header("WWW-Authenticate"))
        .contains("Basic realm=\"mesos-master-scheduler\"");
    var headers = Map.of("Content-Type", "application/json", "Authorization", "Basic Znc6c2VjcmV0");
    assertThat(client.send("POST", "/api/v1/scheduler", headers, bytes).text())
        .isEqualTo(
            "Failed to validate scheduler::Call: Authenticated principal 'fw' does not match principal 'zz' set in `FrameworkInfo`");
  }
}
