package dev.marathon.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.base.Cause;
import dev.marathon.base.Context;
import dev.marathon.base.Version;
import dev.marathon.spec.AppBuilder;
import dev.marathon.spec.AppDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AppRulesTest {

  private final AppRules rules = new AppRules(3);
  private final List<AppEvent> log = new ArrayList<>();
  private AppState state = AppState.EMPTY;

  private static Version version(int number) {
    return new Version(Instant.EPOCH.plusSeconds(number));
  }

  private static AppDefinition definition(int number) {
    return AppBuilder.of("/a").instances(number).version(version(number)).build();
  }

  private AppReply tell(AppCommand command) {
    var context = new Context(Instant.EPOCH, Cause.internal("test"), UUID::randomUUID);
    var decision = rules.decide(state, command, context);
    for (var event : decision.events()) {
      state = rules.apply(state, event);
      log.add(event);
    }
    return decision.reply();
  }

  private AppReply activate(int number, long order) {
    return tell(new AppCommand.Activate(definition(number), order));
  }

  private static AppReply versions(Integer... numbers) {
    return new AppReply.Versions(List.of(numbers).stream().map(AppRulesTest::version).toList());
  }

  private static AppReply found(int number) {
    return new AppReply.Definition(Optional.of(definition(number)));
  }

  @AfterEach
  void logAloneGivesTheSameState() {
    var again = AppState.EMPTY;
    for (var event : log) {
      again = rules.apply(again, event);
    }
    assertThat(again).isEqualTo(state);
  }

  @Test
  void definitionIsStoredConfirmedAndRead() {
    assertThat(activate(1, 1)).isEqualTo(new AppReply.Confirmed(1));
    assertThat(activate(2, 2)).isEqualTo(new AppReply.Confirmed(2));
    assertThat(tell(new AppCommand.ListVersions())).isEqualTo(versions(2, 1));
    assertThat(tell(new AppCommand.ReadVersion(version(1)))).isEqualTo(found(1));
    assertThat(tell(new AppCommand.ReadVersion(version(7))))
        .isEqualTo(new AppReply.Definition(Optional.empty()));
    assertThat(state.active()).contains(version(2));
  }

  @Test
  void repeatedActivationIsConfirmedAndNotStoredAgain() {
    activate(1, 1);
    assertThat(activate(1, 1)).isEqualTo(new AppReply.Confirmed(1));
    assertThat(log).hasSize(1);
  }

  @Test
  void definitionOfAnOlderChangeIsHistoryOnly() {
    activate(2, 2);
    assertThat(activate(1, 1)).isEqualTo(new AppReply.Confirmed(1));
    assertThat(state.active()).contains(version(2));
    assertThat(tell(new AppCommand.ListVersions())).isEqualTo(versions(2, 1));
  }

  @Test
  void definitionAtATimeIsTheNewestNotAfterIt() {
    activate(2, 2);
    activate(5, 5);
    assertThat(tell(new AppCommand.ReadAt(version(4)))).isEqualTo(found(2));
    assertThat(tell(new AppCommand.ReadAt(version(5)))).isEqualTo(found(5));
    assertThat(tell(new AppCommand.ReadAt(version(1))))
        .isEqualTo(new AppReply.Definition(Optional.empty()));
  }

  @Test
  void deletedAppHidesItsHistoryButKeepsIt() {
    activate(1, 1);
    assertThat(tell(new AppCommand.Delete(2))).isEqualTo(new AppReply.Confirmed(2));
    assertThat(tell(new AppCommand.ListVersions())).isEqualTo(versions());
    assertThat(tell(new AppCommand.ReadVersion(version(1)))).isEqualTo(found(1));
    activate(3, 3);
    tell(new AppCommand.Delete(2));
    assertThat(tell(new AppCommand.ListVersions())).isEqualTo(versions(3, 1));
  }

  @Test
  void forgettingKeepsWhatWasInForceThenAndTheActiveOne() {
    activate(1, 1);
    activate(2, 2);
    activate(5, 5);
    tell(new AppCommand.ForgetBefore(version(4)));
    assertThat(tell(new AppCommand.ListVersions())).isEqualTo(versions(5, 2));
    tell(new AppCommand.ForgetBefore(version(9)));
    assertThat(tell(new AppCommand.ListVersions())).isEqualTo(versions(5));
    assertThat(tell(new AppCommand.ForgetBefore(version(9)))).isEqualTo(new AppReply.Confirmed(5));
    assertThat(log).hasSize(5);
  }

  @Test
  void neverMoreVersionsThanTheLimit() {
    for (int i = 1; i <= 10; i++) {
      activate(i, i);
    }
    assertThat(tell(new AppCommand.ListVersions())).isEqualTo(versions(10, 9, 8));
  }
}
