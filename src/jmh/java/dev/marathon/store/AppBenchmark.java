package dev.marathon.store;

import dev.marathon.base.AppId;
import dev.marathon.base.Cause;
import dev.marathon.instance.LedgerEvent;
import dev.marathon.owner.Stored;
import dev.marathon.spec.AppBuilder;
import java.io.NotSerializableException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** An app's definition to and from the form in which it is stored. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class AppBenchmark {

  private static final Instant NOW = Instant.parse("2024-05-01T12:00:00Z");

  private final WireSerializer serializer = new WireSerializer();
  private final Stored<LedgerEvent> stored =
      new Stored<>(
          new LedgerEvent.TargetSet(
              AppBuilder.of(new AppId("/prod/web"))
                  .cmd("serve --port $PORT0")
                  .instances(10)
                  .labels(Map.of("team", "web", "tier", "front"))
                  .build(),
              7,
              List.of(),
              NOW),
          NOW,
          1,
          Cause.internal("benchmark"));
  private final byte[] bytes = serializer.toBinary(stored);
  private final String manifest = serializer.manifest(stored);

  @Benchmark
  public byte[] write() {
    return serializer.toBinary(stored);
  }

  @Benchmark
  public Object read() throws NotSerializableException {
    return serializer.fromBinary(bytes, manifest);
  }
}
