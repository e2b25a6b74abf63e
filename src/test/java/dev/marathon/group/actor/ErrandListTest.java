package dev.marathon.group.actor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.app.AppCommand;
import dev.marathon.base.AppId;
import dev.marathon.base.Version;
import dev.marathon.deployment.DeploymentPlan;
import dev.marathon.deployment.DeploymentPlan.Action;
import dev.marathon.deployment.DeploymentPlan.Kind;
import dev.marathon.deployment.DeploymentPlan.Step;
import dev.marathon.group.AppVersion;
import dev.marathon.group.GroupCommand;
import dev.marathon.group.GroupEffect;
import dev.marathon.group.Pending;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.spec.AppBuilder;
import dev.marathon.spec.AppDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class ErrandListTest {

  private static final AppId WEB = new AppId("/web");

  private record Told(LedgerCommand command, BooleanSupplier wanted, Runnable answered) {}

  private final List<Told> told = new ArrayList<>();
  private final List<Runnable> stored = new ArrayList<>();
  private final List<GroupCommand> toTree = new ArrayList<>();
  private final ErrandList errands = new ErrandList(new Collecting());

  /** Seen in the simulation: a ledger that had forgotten a removed app took it for a new one. */
  @Test
  void ledgerIsNotToldOfAnOlderChangeAfterANewerOne() {
    start(4);
    start(5);
    var put = new LedgerCommand.SetTarget(definition(4), 4, List.of());
    errands.toLedger(WEB, put, plan(4));
    assertThat(told).singleElement().matches(one -> one.wanted.getAsBoolean());

    errands.toLedger(WEB, new LedgerCommand.RemoveTarget(WEB, 5), plan(5));
    assertThat(told).hasSize(2);
    assertThat(told.get(0).wanted.getAsBoolean()).as("to be repeated").isFalse();
    assertThat(told.get(1).wanted.getAsBoolean()).isTrue();

    errands.toLedger(WEB, put, plan(4));
    assertThat(told).as("a deployment that was not yet stopped").hasSize(2);
    errands.toLedger(WEB, new LedgerCommand.RemoveTarget(WEB, 5), plan(5));
    assertThat(told).as("the newest may be repeated").hasSize(3);
  }

  @Test
  void aDeploymentThatWasStoppedHasNothingToTell() {
    start(4);
    errands.take(new GroupEffect.StopDeployment(plan(4).id()));

    errands.toLedger(WEB, new LedgerCommand.RemoveTarget(WEB, 4), plan(4));

    assertThat(told).isEmpty();
  }

  @Test
  void anAppIsForgottenWhenAllAboutItIsDone() {
    errands.take(deliver(4));
    start(4);
    var put = new LedgerCommand.SetTarget(definition(4), 4, List.of());
    errands.toLedger(WEB, put, plan(4));
    assertThat(errands.underWay()).containsExactly(WEB);

    told.get(0).answered.run();
    errands.ended(plan(4).id());
    errands.take(new GroupEffect.StopDeployment(plan(4).id()));
    assertThat(errands.underWay()).as("the app has not answered").containsExactly(WEB);

    stored.get(0).run();
    assertThat(errands.underWay()).isEmpty();
    errands.confirmNow();
    assertThat(toTree)
        .contains(new GroupCommand.Confirm(List.of(new AppVersion(WEB, plan(4).version()))));
  }

  /** An older question that was answered "busy" must not be asked again by then. */
  @Test
  void whatWasToldOfAForgottenAppIsNotRepeated() {
    start(4);
    errands.toLedger(WEB, new LedgerCommand.SetTarget(definition(4), 4, List.of()), plan(4));
    errands.take(new GroupEffect.StopDeployment(plan(4).id()));
    errands.take(new GroupEffect.EndInstances(WEB, plan(5).version(), 5));
    assertThat(told).hasSize(2);

    told.get(1).answered.run();

    assertThat(errands.underWay()).isEmpty();
    assertThat(told.get(0).wanted.getAsBoolean()).isFalse();
  }

  private void start(long order) {
    errands.take(new GroupEffect.StartDeployment(plan(order), Map.of(), Map.of()));
  }

  private static GroupEffect deliver(long order) {
    return new GroupEffect.Deliver(
        WEB, new Pending(plan(order).version(), order, Optional.of(definition(order))));
  }

  private static AppDefinition definition(long order) {
    return AppBuilder.of(WEB).cmd("serve " + order).build();
  }

  private static DeploymentPlan plan(long order) {
    var version = new Version(Instant.ofEpochSecond(order));
    return new DeploymentPlan(
        new UUID(0, order),
        version,
        order,
        List.of(new Step(List.of(new Action(Kind.SCALE, WEB)))));
  }

  private final class Collecting implements ErrandList.Helpers {

    @Override
    public void toApp(AppId app, AppCommand command, Runnable answered) {
      stored.add(answered);
    }

    @Override
    public void toLedger(
        AppId app, LedgerCommand command, BooleanSupplier wanted, Runnable answered) {
      told.add(new Told(command, wanted, answered));
    }

    @Override
    public void toTree(GroupCommand command) {
      toTree.add(command);
    }

    @Override
    public void mention(AppId app, AppCommand command) {}

    @Override
    public void confirmSoon() {}

    @Override
    public ErrandList.Course start(GroupEffect.StartDeployment start) {
      return new ErrandList.Course() {
        @Override
        public void reached(AppId app) {}

        @Override
        public void stop() {}
      };
    }

    @Override
    public void refused(GroupEffect.Refused refused) {}
  }
}
