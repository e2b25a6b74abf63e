package dev.marathon.api.v2;

import akka.NotUsed;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.marathon.api.ApiContext;
import dev.marathon.api.ApiError;
import dev.marathon.api.Call;
import dev.marathon.api.Paths;
import dev.marathon.api.Resource;
import dev.marathon.api.Responses;
import dev.marathon.api.Rights;
import dev.marathon.api.Routes;
import dev.marathon.events.ApiEvent;
import dev.marathon.events.NumberedEvent;
import dev.marathon.events.Resume;
import dev.marathon.events.actor.EventBatch;
import dev.marathon.metrics.Metrics;
import dev.marathon.security.Identity;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * {@code /v2/events}: server-sent events. Each frame's {@code id} is the event's number, with which
 * a consumer resumes by {@code Last-Event-ID} or {@code ?since=}.
 */
public final class EventsRoutes implements Routes {

  /** An empty line after so much silence; it also finds out who is gone. */
  static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

  private static final ContentType EVENT_STREAM = MediaTypes.TEXT_EVENT_STREAM.toContentType();
  private static final ByteString EMPTY_LINE = ByteString.fromString("\r\n");

  /** A comment: for people who look at the stream, and no event for programs. */
  private static final ByteString TOO_SLOW =
      ByteString.fromString(
          ": too slow; connect again with the last id as Last-Event-ID to miss nothing\r\n\r\n");

  private final ApiContext context;

  public EventsRoutes(ApiContext context) {
    this.context = context;
  }

  @Override
  public Optional<Resource> find(List<String> path) {
    return path.isEmpty()
        ? Optional.of(Resource.json().producing().get(this::stream))
        : Optional.empty();
  }

  private CompletionStage<HttpResponse> stream(Call call) {
    Rights.requireAnyView(call);
    if (!call.accepts(MediaTypes.TEXT_EVENT_STREAM)) {
      throw ApiError.of(406, "a stream of events needs Accept: text/event-stream").refused();
    }
    if (call.request().method().equals(HttpMethods.HEAD)) {
      return CompletableFuture.completedFuture(answer(Source.empty()));
    }
    var types = Set.copyOf(call.queries("event_type"));
    var apps =
        call.queries("app").stream()
            .filter(app -> !app.isBlank())
            .map(app -> Paths.absolute(List.of(app)))
            .collect(Collectors.toUnmodifiableSet());
    Predicate<ApiEvent> wantedOnes =
        event ->
            (types.isEmpty() || types.contains(event.type()))
                && (apps.isEmpty() || EventRights.concerns(apps, event));
    return context
        .events()
        .subscribe(resume(call), mention("event_stream_attached", call.clientIp()))
        .thenApply(events -> answer(frames(call.identity(), attended(call, events), wantedOnes)));
  }

  private static HttpResponse answer(Source<ByteString, ?> frames) {
    return HttpResponse.create()
        .withEntity(HttpEntities.createCloseDelimited(EVENT_STREAM, frames));
  }

  /** Tells everybody when the stream ends. */
  private Source<EventBatch, NotUsed> attended(Call call, Source<EventBatch, NotUsed> events) {
    return events.watchTermination(
        (nothing, end) -> {
          end.whenComplete(
              (done, failure) ->
                  context.events().mentioned(mention("event_stream_detached", call.clientIp())));
          return nothing;
        });
  }

  private ApiEvent mention(String type, String address) {
    var fields = JsonNodeFactory.instance.objectNode().put("remoteAddress", address);
    return ApiEvent.of(type, context.clock().instant(), fields);
  }

  private static Source<ByteString, NotUsed> frames(
      Identity reader, Source<EventBatch, NotUsed> events, Predicate<ApiEvent> wanted) {
    return events
        .map(batch -> batch == EventBatch.CUT_OFF ? TOO_SLOW : bytes(reader, batch, wanted))
        .filterNot(ByteString::isEmpty)
        .map(EventsRoutes::counted)
        .keepAlive(KEEP_ALIVE, () -> EMPTY_LINE);
  }

  private static ByteString counted(ByteString bytes) {
    Metrics.bytes("http.responses.event-stream.size", bytes.size());
    return bytes;
  }

  /** Who may see everything as it is, and wants to, gets what all the others get. */
  private static ByteString bytes(Identity reader, EventBatch batch, Predicate<ApiEvent> wanted) {
    var events = batch.events();
    var shown = events.stream().map(event -> shown(reader, event, wanted)).toList();
    boolean all = true;
    for (int i = 0; i < events.size(); i++) {
      all = all && shown.get(i).equals(Optional.of(events.get(i)));
    }
    if (all) {
      return batch.joined(EventsRoutes::frame);
    }
    var bytes = ByteString.emptyByteString();
    for (int i = 0; i < events.size(); i++) {
      var one = shown.get(i);
      if (one.isPresent()) {
        boolean whole = one.get().equals(events.get(i));
        bytes = bytes.concat(whole ? batch.frame(i, EventsRoutes::frame) : frame(one.get()));
      }
    }
    return bytes;
  }

  private static Optional<NumberedEvent> shown(
      Identity reader, NumberedEvent event, Predicate<ApiEvent> wanted) {
    return wanted.test(event.event())
        ? EventRights.shown(reader, event.event())
            .map(shown -> new NumberedEvent(event.number(), shown))
        : Optional.empty();
  }

  static ByteString frame(NumberedEvent event) {
    String id = event.number() > 0 ? "id: " + event.number() + "\r\n" : "";
    return ByteString.fromString("event: " + event.event().type() + "\r\n" + id + "data: ")
        .concat(Responses.encode(event.event().data()))
        .concat(ByteString.fromString("\r\n\r\n"));
  }

  /** Where the consumer goes on: the header of a browser that reconnects, or the parameter. */
  private static Resume resume(Call call) {
    var text = call.header("Last-Event-ID").or(() -> call.query("since"));
    if (text.isEmpty() || text.get().isBlank()) {
      return new Resume.Now();
    }
    String since = text.get().strip();
    try {
      return since.chars().allMatch(Character::isDigit)
          ? new Resume.After(Long.parseLong(since))
          : new Resume.Since(OffsetDateTime.parse(since).toInstant());
    } catch (NumberFormatException | DateTimeException neither) {
      throw ApiError.of(
              400, "since and Last-Event-ID take the number of an event or an ISO-8601 time")
          .refused();
    }
  }
}
