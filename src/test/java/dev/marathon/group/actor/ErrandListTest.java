package dev.marathon.group.actor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.app.AppCommand;
import dev.marathon.base.AppId;
import dev.marathon.base.Version;
import dev.marathon.deployment.DeploymentPlan;
import dev.marathon.group.GroupCommand;
import dev.marathon.group.GroupEffect;
import dev.marathon.instance.LedgerCommand;
import dev.marathon.spec.AppBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class ErrandListTest {

  private static final AppId WEB = new AppId("/web");

  private record Told(LedgerCommand command, BooleanSupplier wanted) {}

  private final List<Told> told = new ArrayList<>();
  private final ErrandList errands = new ErrandList(new Collecting());

  /** Seen in the simulation: a ledger that had forgotten a removed app took it for a new one. */
  @Test
  void ledgerIsNotToldOfAnOlderChangeAfterANewerOne() {
    var put = new LedgerCommand.SetTarget(AppBuilder.of(WEB).cmd("serve").build(), 4, List.of());
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

  private static DeploymentPlan plan(long order) {
    var version = new Version(Instant.ofEpochSecond(order));
    return new DeploymentPlan(new UUID(0, order), version, order, List.of());
  }

  private final class Collecting implements ErrandList.Helpers {

    @Override
    public void toApp(AppId app, AppCommand command, Runnable answered) {}

    @Override
    public void toLedger(
        AppId app, LedgerCommand command, BooleanSupplier wanted, Runnable answered) {
      told.add(new Told(command, wanted));
    }

    @Override
    public void toTree(GroupCommand command) {}

    @Override
    public void mention(AppId app, AppCommand command) {}

    @Override
    public void confirmSoon() {}

    @Override
    public ErrandList.Course start(GroupEffect.StartDeployment start) {
      throw new IllegalStateException("no deployment is started here");
    }

    @Override
    public void refused(GroupEffect.Refused refused) {}
  }
}
