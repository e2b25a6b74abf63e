package dev.marathon.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.JsonFormat;
import dev.marathon.local.wire.JsonReader;
import dev.marathon.local.wire.ProtoJson;
import dev.marathon.local.wire.ProtoJsonReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * A small scheduler for tests; speaks JSON unless told otherwise and checks the framing of all it
 * receives.
 */
public final class TestScheduler implements AutoCloseable {
  /** What ends a stream. */
  public enum End {
    COMPLETE,
    BROKEN
  }

  private final WireClient client;
  private final boolean protobuf;
  private WireClient.Stream stream;
  private String streamId = "";
  private String frameworkId = "";
  private BlockingQueue<Object> received = new LinkedBlockingQueue<>();
  private final List<Event> kept = new ArrayList<>();

  public TestScheduler(URI master) {
    this(master, false);
  }

  public TestScheduler(URI master, boolean protobuf) {
    client = new WireClient(master);
    this.protobuf = protobuf;
  }

  public static FrameworkInfo.Builder framework(String... roles) {
    var info =
        FrameworkInfo.newBuilder()
            .setUser("root")
            .setName("test")
            .setPrincipal("rv")
            .setCheckpoint(true)
            .setFailoverTimeout(60)
            .addAllRoles(List.of(roles));
    for (var type :
        List.of(
            FrameworkInfo.Capability.Type.MULTI_ROLE,
            FrameworkInfo.Capability.Type.PARTITION_AWARE,
            FrameworkInfo.Capability.Type.TASK_KILLING_STATE,
            FrameworkInfo.Capability.Type.RESERVATION_REFINEMENT)) {
      info.addCapabilities(FrameworkInfo.Capability.newBuilder().setType(type));
    }
    return info;
  }

  public TestScheduler subscribe(String... roles) throws Exception {
    return subscribe(Call.Subscribe.newBuilder().setFrameworkInfo(framework(roles)));
  }

  public TestScheduler subscribe(Call.Subscribe.Builder subscribe) throws Exception {
    var call = Call.newBuilder().setType(Call.Type.SUBSCRIBE);
    if (!frameworkId.isEmpty()) {
      subscribe.getFrameworkInfoBuilder().getIdBuilder().setValue(frameworkId);
    }
    if (subscribe.getFrameworkInfo().hasId()) {
      call.setFrameworkId(subscribe.getFrameworkInfo().getId());
    }
    var headers = headers();
    stream =
        client.open(
            "POST", "/api/v1/scheduler", headers, body(call.setSubscribe(subscribe).build()));
    assertThat(stream.head.status()).isEqualTo(200);
    streamId = stream.head.header("Mesos-Stream-Id").orElse("");
    received = new LinkedBlockingQueue<>();
    kept.clear();
    var reading = stream;
    var into = received;
    var reader = new Thread(() -> read(reading, into), "test-scheduler");
    reader.setDaemon(true);
    reader.start();
    return this;
  }

  /** Subscribes and waits for the SUBSCRIBED event. */
  public TestScheduler subscribed(String... roles) throws Exception {
    subscribe(roles);
    frameworkId = next(Event.Type.SUBSCRIBED).getSubscribed().getFrameworkId().getValue();
    return this;
  }

  public TestScheduler subscribed(Call.Subscribe.Builder subscribe) throws Exception {
    subscribe(subscribe);
    frameworkId = next(Event.Type.SUBSCRIBED).getSubscribed().getFrameworkId().getValue();
    return this;
  }

  private void read(WireClient.Stream from, BlockingQueue<Object> into) {
    try {
      for (var chunk = from.chunk(); chunk.isPresent(); chunk = from.chunk()) {
        into.add(event(chunk.get()));
      }
      into.add(End.COMPLETE);
    } catch (IOException | RuntimeException e) {
      into.add(End.BROKEN);
    }
  }

  /** Checks that the chunk is exactly one record. */
  private Event event(byte[] chunk) throws IOException {
    int newline = 0;
    while (newline < chunk.length && chunk[newline] != '\n') {
      newline++;
    }
    int length = Integer.parseInt(new String(chunk, 0, newline, StandardCharsets.US_ASCII));
    if (chunk.length != newline + 1 + length) {
      throw new IOException("a chunk that is not one record: " + chunk.length + " bytes");
    }
    var payload = java.util.Arrays.copyOfRange(chunk, newline + 1, chunk.length);
    if (protobuf) {
      return Event.parseFrom(payload);
    }
    var event = Event.newBuilder();
    try {
      return ProtoJsonReader.read(
              JsonReader.read(new String(payload, StandardCharsets.UTF_8)), event)
          .build();
    } catch (dev.marathon.local.wire.BadJson e) {
      throw new IOException(e);
    }
  }

  public String frameworkId() {
    return frameworkId;
  }

  public String streamId() {
    return streamId;
  }

  public WireClient client() {
    return client;
  }

  /** The next event of that type; others before it are kept for later. */
  public Event next(Event.Type type) throws Exception {
    return next(event -> event.getType() == type, Duration.ofSeconds(10))
        .orElseThrow(() -> new AssertionError("no " + type + " within 10 s; got " + kept));
  }

  public Optional<Event> next(Event.Type type, Duration within) throws Exception {
    return next(event -> event.getType() == type, within);
  }

  public Optional<Event> next(Predicate<Event> wanted, Duration within) throws Exception {
    for (var event : kept) {
      if (wanted.test(event)) {
        kept.remove(event);
        return Optional.of(event);
      }
    }
    long deadline = System.nanoTime() + within.toNanos();
    while (true) {
      var item = received.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      if (item == null) {
        return Optional.empty();
      }
      if (item instanceof Event event) {
        if (wanted.test(event)) {
          return Optional.of(event);
        }
        kept.add(event);
      } else {
        received.add(item);
        return Optional.empty();
      }
    }
  }

  /** How the stream ended; waits for it. */
  public End end() throws Exception {
    while (true) {
      var item = received.poll(10, TimeUnit.SECONDS);
      assertThat(item).as("end of the stream").isNotNull();
      if (item instanceof End end) {
        return end;
      }
      kept.add((Event) item);
    }
  }

  public List<Offer> offers() throws Exception {
    return next(Event.Type.OFFERS).getOffers().getOffersList();
  }

  public TaskStatus update() throws Exception {
    return next(Event.Type.UPDATE).getUpdate().getStatus();
  }

  /** The next update, acknowledged if it wants to be. */
  public TaskStatus acknowledged() throws Exception {
    var status = update();
    if (status.hasUuid()) {
      acknowledge(status);
    }
    return status;
  }

  public void acknowledge(TaskStatus status) throws Exception {
    call(
        Call.newBuilder()
            .setType(Call.Type.ACKNOWLEDGE)
            .setAcknowledge(
                Call.Acknowledge.newBuilder()
                    .setAgentId(status.getAgentId())
                    .setTaskId(status.getTaskId())
                    .setUuid(status.getUuid())));
  }

  /** Sends a call that must be taken. */
  public void call(Call.Builder call) throws Exception {
    var response = answer(call);
    assertThat(response.status()).as(response.text()).isIn(200, 202);
  }

  public WireClient.Response answer(Call.Builder call) throws Exception {
    call.getFrameworkIdBuilder().setValue(frameworkId);
    var headers = headers();
    headers.put("Mesos-Stream-Id", streamId);
    return client.send("POST", "/api/v1/scheduler", headers, body(call.build()));
  }

  private Map<String, String> headers() {
    var type = protobuf ? "application/x-protobuf" : "application/json";
    return new HashMap<>(Map.of("Content-Type", type, "Accept", type));
  }

  private byte[] body(Call call) {
    return protobuf ? call.toByteArray() : ProtoJson.print(call).getBytes(StandardCharsets.UTF_8);
  }

  /** Reads a message from protobuf's own JSON, for short tests. */
  public static <B extends com.google.protobuf.Message.Builder> B json(String text, B builder)
      throws Exception {
    JsonFormat.parser().merge(text, builder);
    return builder;
  }

  @Override
  public void close() throws IOException {
    if (stream != null) {
      stream.close();
    }
  }
}
