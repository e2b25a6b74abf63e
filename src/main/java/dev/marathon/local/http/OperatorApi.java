package dev.marathon.local.http;

import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.stream.Materializer;
import com.google.protobuf.Message;
import dev.marathon.local.master.Master;
import dev.marathon.local.wire.BadJson;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.mesos.v1.master.Protos.Call;

/** Everything but the scheduler API: what user interfaces, command lines and operators use. */
final class OperatorApi {
  private static final String INDEX =
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Mesos</title></head>"
          + "<body><p>Local cluster: <a href=\"state\">state</a>, <a href=\"slaves\">agents</a>,"
          + " <a href=\"frameworks\">frameworks</a>, <a href=\"tasks\">tasks</a></p></body></html>\n";

  private final MasterAccess master;
  private final Materializer materializer;

  OperatorApi(MasterAccess master, Materializer materializer) {
    this.master = master;
    this.materializer = materializer;
  }

  CompletionStage<HttpResponse> handle(HttpRequest request, List<String> segments) {
    var path = "/" + String.join("/", segments);
    var method = request.method().value().toUpperCase(Locale.ROOT);
    if (path.equals("/api/v1")) {
      return method.equals("POST")
          ? call(request)
          : discard(request, Replies.methodNotAllowed(method, "POST"));
    }
    if (path.equals("/teardown")) {
      return method.equals("POST")
          ? teardown(request)
          : discard(request, Replies.methodNotAllowed(method, "POST"));
    }
    return switch (path) {
      case "/redirect" -> redirect(request);
      case "/health" -> discard(request, Replies.empty(200));
      case "/system/stats.json" -> discard(request, Replies.json(SystemStats.json()));
      case "/" ->
          discard(
              request,
              HttpResponse.create()
                  .withEntity(
                      HttpEntities.create(
                          akka.http.javadsl.model.ContentTypes.TEXT_HTML_UTF8, INDEX)));
      default -> view(request, path);
    };
  }

  private CompletionStage<HttpResponse> discard(HttpRequest request, HttpResponse response) {
    return RequestBody.discard(request, response, materializer);
  }

  private CompletionStage<HttpResponse> redirect(HttpRequest request) {
    var answer = new CompletableFuture<HttpResponse>();
    master.run(
        now ->
            answer.complete(
                Replies.empty(307).addHeader(RawHeader.create("Location", "//" + now.address()))),
        answer);
    return answer.thenCompose(response -> discard(request, response));
  }

  private CompletionStage<HttpResponse> view(HttpRequest request, String path) {
    var query = request.getUri().query().toMap();
    var answer = new CompletableFuture<HttpResponse>();
    master.run(
        now ->
            answer.complete(now.view(path, query).map(Replies::json).orElseGet(Replies::notFound)),
        answer);
    return answer.thenCompose(response -> discard(request, response));
  }

  private CompletionStage<HttpResponse> teardown(HttpRequest request) {
    return RequestBody.read(request, materializer)
        .thenCompose(
            body -> {
              var id = form(new String(body, StandardCharsets.UTF_8)).get("frameworkId");
              if (id == null) {
                return MasterServer.done(
                    Replies.badRequest("Missing 'frameworkId' query parameter"));
              }
              var answer = new CompletableFuture<HttpResponse>();
              master.run(now -> answer.complete(Replies.of(now.teardown(id))), answer);
              return answer;
            });
  }

  private static Map<String, String> form(String body) {
    var fields = new HashMap<String, String>();
    for (var field : body.split("&", -1)) {
      var parts = field.split("=", 2);
      if (parts.length == 2) {
        fields.put(decode(parts[0]), decode(parts[1]));
      }
    }
    return fields;
  }

  private static String decode(String text) {
    try {
      return java.net.URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private CompletionStage<HttpResponse> call(HttpRequest request) {
    var format = RequestBody.format(request);
    if (format.isEmpty()) {
      return discard(request, RequestBody.wrongFormat(request));
    }
    return RequestBody.read(request, materializer)
        .thenCompose(body -> call(request, format.get(), body));
  }

  private CompletionStage<HttpResponse> call(
      HttpRequest request, ContentFormat format, byte[] body) {
    Call call;
    try {
      call = format.read(body, Call.newBuilder()).build();
    } catch (BadJson e) {
      return MasterServer.done(Replies.badRequest(e.getMessage()));
    }
    var fault = Master.invalid(call);
    if (fault.isPresent()) {
      return MasterServer.done(
          Replies.badRequest("Failed to validate master::Call: " + fault.get()));
    }
    var accepted = AcceptHeader.choose(request.getHeader("Accept").map(HttpHeader::value));
    if (accepted.isEmpty()) {
      return MasterServer.done(
          Replies.text(
              406,
              "Expecting 'Accept' to allow application/json or application/x-protobuf or application/recordio"));
    }
    var answer = new CompletableFuture<HttpResponse>();
    master.run(
        now ->
            answer.complete(
                now.change(call).map(Replies::of).orElseGet(() -> answer(accepted, now.ask(call)))),
        answer);
    return answer;
  }

  private static HttpResponse answer(Optional<ContentFormat> format, Message message) {
    if (format.orElseThrow() == ContentFormat.PROTOBUF) {
      return HttpResponse.create()
          .withEntity(HttpEntities.create(Replies.PROTOBUF, message.toByteArray()));
    }
    return Replies.json(new String(ContentFormat.JSON.write(message), StandardCharsets.UTF_8));
  }
}
