package dev.marathon.deployment.actor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.base.AppId;
import dev.marathon.base.Version;
import dev.marathon.deployment.DeploymentNews;
import dev.marathon.deployment.DeploymentPlan;
import dev.marathon.deployment.DeploymentPlan.Action;
import dev.marathon.deployment.DeploymentPlan.Kind;
import dev.marathon.deployment.DeploymentPlan.Step;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.spec.AppBuilder;
import dev.marathon.spec.AppDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DeploymentCourseTest {

  private static final AppId OLD = new AppId("/old");
  private static final AppId WEB = new AppId("/web");
  private static final AppDefinition DEFINITION = AppBuilder.of(WEB).cmd("serve").build();
  private static final LedgerCommand REMOVE = new LedgerCommand.RemoveTarget(OLD, 3);
  private static final LedgerCommand SET = new LedgerCommand.SetTarget(DEFINITION, 3, List.of());

  private final List<LedgerCommand> told = new ArrayList<>();
  private final List<UUID> ended = new ArrayList<>();

  /**
   * Seen in the simulation: the ledger failed after it had forgotten the app, before it said so.
   */
  @Test
  void whoWaitsForTheEndOfAnAppAsksAgain() {
    var plan =
        new DeploymentPlan(
            new UUID(0, 3),
            new Version(Instant.EPOCH),
            3,
            List.of(
                new Step(List.of(new Action(Kind.STOP, OLD))),
                new Step(List.of(new Action(Kind.SCALE, WEB)))));
    var course = new DeploymentCourse(plan, Map.of(WEB, DEFINITION), Map.of(), new Collecting());
    course.remind();
    assertThat(told).as("before it begins").isEmpty();
    course.begin();
    course.remind();
    assertThat(told).containsExactly(REMOVE, REMOVE);

    course.reached(OLD);
    course.remind();
    assertThat(told)
        .as("ledgers say by themselves what is there")
        .containsExactly(REMOVE, REMOVE, SET);
    course.reached(WEB);
    course.remind();
    assertThat(told).hasSize(3);
    assertThat(ended).containsExactly(plan.id());
  }

  private final class Collecting implements DeploymentCourse.Helpers {

    @Override
    public void read(AppId app, Version version, Consumer<Optional<AppDefinition>> answered) {
      throw new IllegalStateException("the definition is at hand");
    }

    @Override
    public void toLedger(AppId app, LedgerCommand command) {
      told.add(command);
    }

    @Override
    public void ended(UUID deployment) {
      ended.add(deployment);
    }

    @Override
    public void news(DeploymentNews news) {}

    @Override
    public void lost(AppId app) {
      throw new IllegalStateException("the definition is at hand");
    }
  }
}
