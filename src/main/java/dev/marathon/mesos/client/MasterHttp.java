package dev.marathon.mesos.client;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.ConnectionContext;
import akka.http.javadsl.Http;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaType;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.settings.ClientConnectionSettings;
import akka.http.javadsl.settings.ParserSettings;
import akka.stream.Materializer;
import akka.stream.StreamTcpException;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.apache.mesos.v1.scheduler.Protos.Call;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.DurationConverters;

/**
 * The scheduler API of a master over HTTP.
 *
 * <p>The event stream has a TCP connection to itself: a master writes the answer to a second
 * request on it into the middle of the stream. Calls use another connection. Requests are never
 * logged, because they carry the credentials.
 */
final class MasterHttp {

  private static final String PATH = "/api/v1/scheduler";
  private static final String STREAM_ID = "Mesos-Stream-Id";
  private static final int ERROR_BODY_LIMIT = 64 * 1024;
  private static final int MESSAGE_LIMIT = 1_000;

  /** The master compares the text of the content type, parameters and all. */
  private static final ContentType PROTOBUF = protobuf().toContentType();

  static final MasterAnswer NOT_LEADING =
      new MasterAnswer.Unavailable("not asked, because this node has lost the leadership");

  private final Http http;
  private final Materializer materializer;
  private final MesosClientSettings settings;
  private final ClientConnectionSettings streamSettings;

  MasterHttp(ActorSystem<?> system, Materializer materializer, MesosClientSettings settings) {
    this.http = Http.get(system);
    this.materializer = materializer;
    this.settings = settings;
    this.streamSettings = streamSettings(system, settings);
  }

  /** Opens the event stream. The result never fails. */
  CompletionStage<MasterAnswer> subscribe(MasterAddress master, Call subscribe) {
    if (!settings.mayAct().getAsBoolean()) {
      return CompletableFuture.completedFuture(NOT_LEADING);
    }
    var connection =
        http.connectionTo(master.host())
            .toPort(master.port())
            .withClientConnectionSettings(streamSettings);
    if (settings.trust().isPresent()) {
      connection =
          connection.withCustomHttpsConnectionContext(
              ConnectionContext.httpsClient(settings.trust().get()));
    }
    return Source.single(request(subscribe))
        .via(master.tls() ? connection.https() : connection.http())
        .initialTimeout(settings.answerTimeout())
        .runWith(Sink.head(), materializer)
        .thenCompose(this::opened)
        .exceptionally(failure -> new MasterAnswer.Unavailable(reason(failure)));
  }

  /** The way of all other calls of an event stream; to be closed with it. */
  CallPipeline calls(MasterAddress master, String streamId) {
    var headers =
        new StringBuilder("Host: " + master.toString().replaceFirst(".*//", "") + "\r\n")
            .append("Accept: application/x-protobuf\r\nContent-Type: application/x-protobuf\r\n");
    settings.credentials().ifPresent(own -> headers.append(basic(own)));
    headers.append(STREAM_ID).append(": ").append(streamId).append("\r\n");
    return new CallPipeline(
        master,
        PATH,
        headers.toString(),
        settings
            .trust()
            .map(SSLContext::getSocketFactory)
            .orElseGet(() -> (SSLSocketFactory) SSLSocketFactory.getDefault()),
        settings.connectTimeout(),
        settings.answerTimeout());
  }

  private static String basic(Credentials own) {
    var text = own.principal() + ":" + own.secret();
    return "Authorization: Basic "
        + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
        + "\r\n";
  }

  /** Closes the connection of a stream that nobody wants any more. */
  void discard(MasterAnswer answer) {
    if (answer instanceof MasterAnswer.Streaming streaming) {
      streaming.bytes().runWith(Sink.cancelled(), materializer);
    }
  }

  private HttpRequest request(Call call) {
    var request =
        HttpRequest.create(PATH)
            .withMethod(HttpMethods.POST)
            .withEntity(PROTOBUF, call.toByteArray())
            .addHeader(RawHeader.create("Accept", "application/x-protobuf"));
    if (settings.credentials().isPresent()) {
      var own = settings.credentials().get();
      request =
          request.addCredentials(
              akka.http.javadsl.model.headers.HttpCredentials.createBasicHttpCredentials(
                  own.principal(), own.secret()));
    }
    return request;
  }

  private CompletionStage<MasterAnswer> opened(HttpResponse response) {
    Optional<String> streamId = response.getHeader(STREAM_ID).map(HttpHeader::value);
    if (response.status().intValue() != 200 || streamId.isEmpty()) {
      return answered(response)
          .thenApply(
              answer ->
                  answer instanceof MasterAnswer.Taken
                      ? new MasterAnswer.Unavailable("it answers, but not as a Mesos master does")
                      : answer);
    }
    var bytes = response.entity().withoutSizeLimit().getDataBytes();
    String type = response.entity().getContentType().mediaType().toString();
    if (!type.equals(PROTOBUF.mediaType().toString())) {
      discard(new MasterAnswer.Streaming(streamId.get(), bytes));
      return CompletableFuture.completedFuture(
          new MasterAnswer.Unavailable("its event stream is of type " + type));
    }
    return CompletableFuture.completedFuture(new MasterAnswer.Streaming(streamId.get(), bytes));
  }

  private CompletionStage<MasterAnswer> answered(HttpResponse response) {
    int status = response.status().intValue();
    Optional<String> location = response.getHeader("Location").map(HttpHeader::value);
    return response
        .entity()
        .withSizeLimit(ERROR_BODY_LIMIT)
        .toStrict(settings.answerTimeout().toMillis(), materializer)
        .thenApply(strict -> answer(status, location, strict.getData().utf8String()));
  }

  static MasterAnswer answer(HttpAnswer answer) {
    return answer(
        answer.status(), answer.location(), new String(answer.body(), StandardCharsets.UTF_8));
  }

  private static MasterAnswer answer(int status, Optional<String> location, String body) {
    if (status == 200 || status == 202) {
      return new MasterAnswer.Taken();
    }
    if (status == 307 && location.isPresent()) {
      return new MasterAnswer.Redirected(location.get());
    }
    String text = cut(body);
    boolean starting = status == 404 || status == 408 || status == 429;
    if (status >= 400 && status < 500 && !starting) {
      return new MasterAnswer.Refused(status, text);
    }
    return new MasterAnswer.Unavailable(
        "it answers " + status + (text.isEmpty() ? "" : ": " + text));
  }

  private static String cut(String text) {
    return text.length() <= MESSAGE_LIMIT ? text : text.substring(0, MESSAGE_LIMIT);
  }

  static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && (cause.getMessage() == null || wrapper(cause))) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return cut(message == null ? cause.getClass().getSimpleName() : message);
  }

  /** Whether what it wraps says it better: Akka's text is the whole TCP command. */
  private static boolean wrapper(Throwable failure) {
    return failure instanceof CompletionException || failure instanceof StreamTcpException;
  }

  private static MediaType.Binary protobuf() {
    return MediaTypes.customBinary("application", "x-protobuf", false);
  }

  private static ClientConnectionSettings streamSettings(
      ActorSystem<?> system, MesosClientSettings settings) {
    var parser =
        ParserSettings.forClient(system)
            .withMaxContentLength(Long.MAX_VALUE)
            // The master sends each record as one chunk; the line with its length comes on top.
            .withMaxChunkSize(settings.recordLimit() + 16);
    return ClientConnectionSettings.create(system.classicSystem())
        .withConnectingTimeout(finite(settings.connectTimeout()))
        // Silence is ours to judge: while the scheduler is busy we do not read.
        .withIdleTimeout(scala.concurrent.duration.Duration.Inf())
        .withParserSettings(parser);
  }

  private static FiniteDuration finite(Duration length) {
    return DurationConverters.toScala(length);
  }
}
