package dev.marathon.local.http;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.stream.Materializer;
import dev.marathon.local.master.Answer;
import dev.marathon.local.master.Master;
import dev.marathon.local.wire.BadJson;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.mesos.v1.scheduler.Protos.Call;

/** {@code POST /api/v1/scheduler}. */
final class SchedulerApi {
  private static final String STREAM_ID = "Mesos-Stream-Id";

  private final MasterAccess master;
  private final Materializer materializer;

  SchedulerApi(MasterAccess master, Materializer materializer) {
    this.master = master;
    this.materializer = materializer;
  }

  CompletionStage<HttpResponse> handle(HttpRequest request, Optional<String> principal) {
    var format = RequestBody.format(request);
    if (format.isEmpty()) {
      return RequestBody.discard(request, RequestBody.wrongFormat(request), materializer);
    }
    return RequestBody.read(request, materializer)
        .thenCompose(body -> handle(request, format.get(), body, principal));
  }

  private CompletionStage<HttpResponse> handle(
      HttpRequest request, ContentFormat format, byte[] body, Optional<String> principal) {
    Call call;
    try {
      call = format.read(body, Call.newBuilder()).build();
    } catch (BadJson e) {
      return now(Replies.badRequest(e.getMessage()));
    }
    var fault = CallRules.invalid(call).or(() -> foreignPrincipal(call, principal));
    if (fault.isPresent()) {
      return now(Replies.badRequest("Failed to validate scheduler::Call: " + fault.get()));
    }
    var streamId = request.getHeader(STREAM_ID).map(HttpHeader::value);
    if (call.getType() == Call.Type.SUBSCRIBE) {
      return now(subscribe(request, call, streamId));
    }
    var answer = new CompletableFuture<HttpResponse>();
    master.run(now -> answer.complete(Replies.of(answer(now, call, streamId))), answer);
    return answer;
  }

  private static Answer answer(Master master, Call call, Optional<String> streamId) {
    return master.call(call, streamId);
  }

  private static Optional<String> foreignPrincipal(Call call, Optional<String> principal) {
    var info = call.getSubscribe().getFrameworkInfo();
    return call.getType() == Call.Type.SUBSCRIBE
            && principal.isPresent()
            && info.hasPrincipal()
            && !info.getPrincipal().equals(principal.get())
        ? Optional.of(
            "Authenticated principal '"
                + principal.get()
                + "' does not match principal '"
                + info.getPrincipal()
                + "' set in `FrameworkInfo`")
        : Optional.empty();
  }

  private HttpResponse subscribe(HttpRequest request, Call call, Optional<String> streamId) {
    var accepted = AcceptHeader.choose(request.getHeader("Accept").map(HttpHeader::value));
    if (accepted.isEmpty()) {
      return Replies.text(
          406, "Expecting 'Accept' to allow 'application/x-protobuf' or 'application/json'");
    }
    if (streamId.isPresent()) {
      return Replies.badRequest("Subscribe calls should not include the 'Mesos-Stream-Id' header");
    }
    var stream = new EventStream(accepted.get());
    // A framework that hangs up before its answer begins would stay subscribed for good, and keep
    // its offers.
    var source =
        stream
            .records(
                () -> master.run(now -> now.subscribe(call, stream), new CompletableFuture<>()))
            .watchTermination(
                (none, end) -> {
                  end.whenComplete(
                      (done, failure) ->
                          master.run(
                              now -> now.disconnected(stream.streamId()),
                              new CompletableFuture<>()));
                  return none;
                });
    ContentType type =
        accepted.get() == ContentFormat.JSON ? ContentTypes.APPLICATION_JSON : Replies.PROTOBUF;
    return HttpResponse.create()
        .addHeader(RawHeader.create(STREAM_ID, stream.streamId()))
        .withEntity(HttpEntities.createChunked(type, source));
  }

  private static CompletionStage<HttpResponse> now(HttpResponse response) {
    return CompletableFuture.completedFuture(response);
  }
}
