package dev.marathon.local.http;

import akka.NotUsed;
import akka.actor.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.settings.ServerSettings;
import akka.stream.KillSwitches;
import akka.stream.SharedKillSwitch;
import akka.stream.TLSProtocol;
import akka.stream.javadsl.BidiFlow;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.TLSPlacebo;
import akka.stream.javadsl.Tcp;
import akka.stream.javadsl.Tcp.ServerBinding;
import akka.util.ByteString;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Opens ports, and closes the connections of all of them at the end. */
public final class Listener implements AutoCloseable {
  private static final long MAX_BODY = 64 * 1024 * 1024;
  private static final int BACKLOG = 1000;

  /** Requests of one connection that are read before the first of them is answered. */
  private static final int PIPELINED = 64;

  /** Of a connection on which nothing at all goes on; streams have heartbeats. */
  private static final Duration IDLE = Duration.ofMinutes(10);

  private final ActorSystem system;
  private final SharedKillSwitch open = KillSwitches.shared("connections");

  public Listener(ActorSystem system) {
    this.system = system;
  }

  ActorSystem system() {
    return system;
  }

  /** Binds any handler with settings that suit endless streams and the headers of Mesos. */
  CompletionStage<ServerBinding> bind(
      String host, int port, Function<HttpRequest, CompletionStage<HttpResponse>> handler) {
    var settings = settings(system);
    var http = Http.get(system);
    Flow<HttpRequest, HttpResponse, NotUsed> answers =
        Flow.of(HttpRequest.class).mapAsync(1, handler::apply);
    return Tcp.get(system)
        .bind(host, port, BACKLOG, List.of(), false, Optional.of(IDLE))
        .to(
            Sink.foreach(
                connection ->
                    http.serverLayer(
                            settings, Optional.of(connection.remoteAddress()), system.log())
                        .atop(plain())
                        .atop(BidiFlow.fromGraph(new HangUp()))
                        .join(connection.flow().via(open.flow()))
                        .join(answers)
                        .run(system)))
        .run(system);
  }

  /** No TLS. The cast widens the type of what comes in, as Scala does by itself. */
  @SuppressWarnings("unchecked")
  private static BidiFlow<
          TLSProtocol.SslTlsOutbound, ByteString, ByteString, TLSProtocol.SslTlsInbound, NotUsed>
      plain() {
    return (BidiFlow<
            TLSProtocol.SslTlsOutbound, ByteString, ByteString, TLSProtocol.SslTlsInbound, NotUsed>)
        (BidiFlow<?, ?, ?, ?, ?>) TLSPlacebo.getInstance();
  }

  private static ServerSettings settings(ActorSystem system) {
    var settings = ServerSettings.create(system);
    return settings
        .withServerHeader(Optional.empty())
        .withPipeliningLimit(PIPELINED)
        .withParserSettings(
            settings
                .getParserSettings()
                .withMaxContentLength(MAX_BODY)
                .withModeledHeaderParsing(false)
                .withCustomMediaTypes(RequestBody.MEDIA_TYPES));
  }

  @Override
  public void close() {
    open.shutdown();
  }
}
