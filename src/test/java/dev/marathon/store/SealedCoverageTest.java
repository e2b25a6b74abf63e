package dev.marathon.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.app.AppEvent;
import dev.marathon.callbacks.CallbackEvent;
import dev.marathon.events.EventLogEvent;
import dev.marathon.framework.FrameworkEvent;
import dev.marathon.group.GroupEvent;
import dev.marathon.instance.LedgerEvent;
import dev.marathon.owner.Held;
import dev.marathon.owner.JournalEntry;
import dev.marathon.owner.Stored;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The compiler that Java 17 lacks: no variant of a stored event is forgotten on its way to disk.
 */
class SealedCoverageTest {

  private static final Wire WIRE = WireNames.all();

  @ParameterizedTest
  @ValueSource(
      classes = {
        LedgerEvent.class,
        GroupEvent.class,
        AppEvent.class,
        FrameworkEvent.class,
        EventLogEvent.class,
        CallbackEvent.class
      })
  void everyEventHasAWireNameAndAGoldenFile(Class<?> events) {
    var all = variants(events).collect(Collectors.toSet());
    assertThat(all).isNotEmpty();
    assertThat(WIRE.all().values()).containsAll(all);
    assertThat(sampled()).containsAll(all);
  }

  /** A name that looks like a class would change with it. */
  @Test
  void wireNamesAreNoClassNames() {
    assertThat(WIRE.all().keySet())
        .allMatch(name -> name.matches("[a-z]+\\.[a-z]+(-[a-z]+)*\\.v[0-9]+"));
  }

  private static Set<Class<?>> sampled() {
    return WireSamples.all().values().stream()
        .map(SealedCoverageTest::content)
        .map(Object::getClass)
        .collect(Collectors.toSet());
  }

  private static Object content(Object entry) {
    if (entry instanceof Stored<?> stored) {
      return stored.event();
    }
    return entry instanceof Held<?> held ? held.state() : (JournalEntry<?>) entry;
  }

  private static Stream<Class<?>> variants(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(SealedCoverageTest::variants)
        : Stream.of(type);
  }
}
