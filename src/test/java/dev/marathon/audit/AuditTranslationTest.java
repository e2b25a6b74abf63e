package dev.marathon.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.base.AppId;
import dev.marathon.base.Cause;
import dev.marathon.base.GroupId;
import dev.marathon.base.Version;
import dev.marathon.deployment.DeploymentPlan;
import dev.marathon.deployment.DeploymentPlan.Action;
import dev.marathon.deployment.DeploymentPlan.Kind;
import dev.marathon.deployment.DeploymentPlan.Step;
import dev.marathon.events.ApiEvent;
import dev.marathon.group.GroupEvent;
import dev.marathon.group.GroupEvent.GroupSet;
import dev.marathon.owner.Stored;
import dev.marathon.spec.AppBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AuditTranslationTest {

  private static final Instant AT = Instant.parse("2026-11-25T12:00:00.123Z");
  private static final AppId WEB = new AppId("/prod/web");
  private static final AppId OLD = new AppId("/prod/old");
  private static final AppId SAME = new AppId("/prod/same");
  private static final Cause ALICE =
      new Cause("alice", Optional.of("10.1.2.3"), Optional.of("release 7"));

  private static DeploymentPlan plan() {
    var actions = List.of(new Action(Kind.RESTART, WEB), new Action(Kind.STOP, OLD));
    return new DeploymentPlan(new UUID(0, 7), new Version(AT), 3, List.of(new Step(actions)));
  }

  private static GroupEvent change() {
    return new GroupEvent.ChangeCommitted(
        new Version(AT),
        List.of(AppBuilder.of(WEB).build(), AppBuilder.of(SAME).build()),
        Map.of(),
        List.of(OLD),
        List.of(new GroupSet(new GroupId("/prod"), List.of(), false)),
        List.of(),
        Map.of(),
        plan(),
        List.of(),
        Optional.empty(),
        new GroupId("/prod"),
        AT);
  }

  private static List<ApiEvent> entries(GroupEvent event, Cause cause) {
    return AuditTranslation.of(List.of(new Stored<>(event, AT, 1, cause)));
  }

  @Test
  void aChangeSaysWhoWhenWhereWhyAndWhat() {
    var data = entries(change(), ALICE).get(0).data();
    assertThat(data.toString())
        .isEqualTo(
            "{'version':'2026-11-25T12:00:00.123Z','groupId':'/prod',"
                .concat("'deploymentId':'00000000-0000-0000-0000-000000000007','apps':[")
                .concat("{'id':'/prod/old','action':'StopApplication'},{'id':'/prod/same'},")
                .concat("{'id':'/prod/web','action':'RestartApplication'}],'groups':['/prod'],")
                .concat("'timestamp':'2026-11-25T12:00:00.123Z','action':'change',")
                .concat("'user':'alice','clientIp':'10.1.2.3','reason':'release 7'}")
                .replace('\'', '"'));
    assertThat(entries(change(), ALICE).get(0).at()).isEqualTo(AT);
  }

  @Test
  void whatMarathonDoesByItselfIsNoEntry() {
    assertThat(entries(change(), Cause.internal("deployment"))).isEmpty();
    var done = new GroupEvent.DeploymentEnded(plan(), true, Optional.empty(), AT);
    assertThat(entries(done, ALICE)).isEmpty();
  }

  @Test
  void aCancelledDeploymentIsOne() {
    var ended = new GroupEvent.DeploymentEnded(plan(), false, Optional.of("cancelled"), AT);
    assertThat(entries(ended, Cause.internal("deployment"))).isEmpty();
    var data = entries(ended, ALICE).get(0).data();
    assertThat(data.path("action").asText()).isEqualTo("cancel_deployment");
    assertThat(data.at("/apps/1/id").asText()).isEqualTo("/prod/web");
  }
}
