package dev.marathon.mesos.client;

import dev.marathon.base.Unhandled;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to subscribe: asks the master that led last, else one that the {@link LeaderFinder}
 * names, and follows redirects from there.
 */
final class LeaderSearch {

  /** How an attempt ends. */
  sealed interface Outcome {

    /** The stream must be run or discarded. */
    record Found(MasterAddress master, MasterAnswer.Streaming stream) implements Outcome {}

    /** A master refused for good. */
    record Refused(String message) implements Outcome {}

    record NotFound(String reason) implements Outcome {}
  }

  private static final Logger LOG = LoggerFactory.getLogger(LeaderSearch.class);
  private static final int REDIRECTS = 5;

  private final LeaderFinder finder;
  private final MasterHttp http;
  private final boolean credentials;

  LeaderSearch(LeaderFinder finder, MasterHttp http, MesosClientSettings settings) {
    this.finder = finder;
    this.http = http;
    this.credentials = settings.credentials().isPresent();
  }

  /** The result never fails. */
  CompletionStage<Outcome> run(Optional<MasterAddress> first, Call subscribe) {
    return first
        .<CompletionStage<MasterAddress>>map(CompletableFuture::completedFuture)
        .orElseGet(finder::find)
        .thenCompose(master -> ask(master, subscribe, 0))
        .exceptionally(
            failure ->
                new Outcome.NotFound("no leading master found: " + MasterHttp.reason(failure)));
  }

  private CompletionStage<Outcome> ask(MasterAddress master, Call subscribe, int redirects) {
    return http.subscribe(master, subscribe)
        .thenCompose(
            answer -> {
              if (answer instanceof MasterAnswer.Redirected redirected) {
                var leader = target(master, redirected).filter(to -> !to.equals(master));
                if (leader.isPresent() && redirects < REDIRECTS) {
                  LOG.info("Mesos master {} says that {} leads", master, leader.get());
                  return ask(leader.get(), subscribe, redirects + 1);
                }
              }
              return CompletableFuture.completedFuture(outcome(master, answer));
            });
  }

  private Outcome outcome(MasterAddress master, MasterAnswer answer) {
    if (answer instanceof MasterAnswer.Streaming streaming) {
      return new Outcome.Found(master, streaming);
    }
    if (answer instanceof MasterAnswer.Refused refused) {
      return new Outcome.Refused(refusal(master, refused));
    }
    if (answer instanceof MasterAnswer.Unavailable unavailable) {
      return new Outcome.NotFound(master + ": " + unavailable.reason());
    }
    if (answer instanceof MasterAnswer.Redirected) {
      return new Outcome.NotFound(master + " does not lead and does not say who does");
    }
    throw new Unhandled(answer);
  }

  /** Where a master sends us. Never from https to http: the credentials come along. */
  static Optional<MasterAddress> target(MasterAddress from, MasterAnswer.Redirected redirected) {
    try {
      return Optional.of(MasterAddress.parse(redirected.location(), from.tls()))
          .filter(to -> to.tls() || !from.tls());
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }

  private String refusal(MasterAddress master, MasterAnswer.Refused refused) {
    if (refused.status() == 401) {
      return credentials
          ? "Mesos master " + master + " does not accept the framework's credentials (401)"
          : "Mesos master " + master + " wants credentials (401), and none are configured";
    }
    return "Mesos master %s refused the subscription (%d): %s"
        .formatted(master, refused.status(), refused.message());
  }
}
