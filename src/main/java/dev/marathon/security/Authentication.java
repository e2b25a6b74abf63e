package dev.marathon.security;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import dev.marathon.metrics.Metrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in who proves who it is. In this order: a path that is open to all; credentials that were
 * right a moment ago; the limit on failures of this address; the check itself, on a bounded number
 * of threads with a bounded queue, since hashing a password is meant to be slow.
 */
final class Authentication implements AccessControl {

  private static final Logger LOG = LoggerFactory.getLogger(Authentication.class);

  /** Longest {@code Authorization} that is looked at. */
  private static final int MAX_LENGTH = 16_000;

  private record Credentials(String scheme, String text) {}

  private final Map<String, Scheme> schemes;
  private final String challenge;
  private final Set<String> openPaths;
  private final Remembered remembered;
  private final Throttle throttle;
  private final Executor threads;
  private final Map<String, CompletableFuture<Admission>> running = new ConcurrentHashMap<>();

  /**
   * @param schemes by their name in lower case, the one that browsers ask for first
   * @param threads rejects when too much waits
   */
  Authentication(
      Map<String, Scheme> schemes,
      String realm,
      Set<String> openPaths,
      Remembered remembered,
      Throttle throttle,
      Executor threads) {
    this.schemes = new LinkedHashMap<>(schemes);
    this.challenge =
        schemes.values().stream()
            .map(scheme -> scheme.challenge(realm))
            .collect(Collectors.joining(", "));
    this.openPaths = Set.copyOf(openPaths);
    this.remembered = remembered;
    this.throttle = throttle;
    this.threads = threads;
  }

  @Override
  public CompletionStage<Admission> admit(HttpRequest request) {
    if (openPaths.contains(request.getUri().path())) {
      return done(new Admission.Admitted(NOBODY));
    }
    var given = credentials(request);
    var scheme = given.map(credentials -> schemes.get(credentials.scheme()));
    if (scheme.isEmpty()) {
      return done(unauthorized(request));
    }
    var key = remembered.key(given.get().scheme(), given.get().text());
    var known = remembered.find(key);
    return known.isPresent()
        ? done(new Admission.Admitted(known.get()))
        : check(scheme.get(), given.get(), key, request);
  }

  /** The same credentials at the same time are checked once. */
  private CompletionStage<Admission> check(
      Scheme scheme, Credentials given, String key, HttpRequest request) {
    var source = Source.of(request);
    var mine = new CompletableFuture<Admission>();
    var others = running.putIfAbsent(key, mine);
    if (others != null) {
      return others;
    }
    if (!throttle.take(source)) {
      Metrics.count("http.authentication.throttled", 1);
      end(key, tooMany());
      return mine;
    }
    try {
      threads.execute(() -> check(scheme, given.text(), key, source, unauthorized(request)));
    } catch (RejectedExecutionException busy) {
      throttle.giveBack(source);
      end(
          key,
          new Admission.TurnedAway(
              503, "too many logins are being checked", Map.of("Retry-After", "1")));
    }
    return mine;
  }

  private void check(
      Scheme scheme, String credentials, String key, String source, Admission refusal) {
    try {
      long generation = remembered.generation();
      var proven = scheme.identify(credentials);
      if (proven.isPresent()) {
        throttle.giveBack(source);
        var identity = proven.get().identity();
        remembered.remember(key, identity, proven.get().validFor(), generation);
        end(key, new Admission.Admitted(identity));
      } else {
        Metrics.count("http.authentication.failures", 1);
        LOG.info("failed login from {}", source);
        end(key, refusal);
      }
    } catch (RuntimeException | Error bug) {
      running.remove(key).completeExceptionally(bug);
    }
  }

  private void end(String key, Admission admission) {
    running.remove(key).complete(admission);
  }

  /** Two headers could mean one user to a proxy before us and another one to us. */
  private static Optional<Credentials> credentials(HttpRequest request) {
    var given = new ArrayList<String>();
    for (HttpHeader header : request.getHeaders()) {
      if (header.is("authorization")) {
        given.add(header.value().strip());
      }
    }
    if (given.size() != 1 || given.get(0).length() > MAX_LENGTH) {
      return Optional.empty();
    }
    var words = given.get(0).split("\\s+", 2);
    return words.length < 2
        ? Optional.empty()
        : Optional.of(new Credentials(words[0].toLowerCase(Locale.ROOT), words[1]));
  }

  /** A script of a page asks its user itself: a challenge would make the browser ask first. */
  private Admission unauthorized(HttpRequest request) {
    boolean script =
        request
            .getHeader("X-Requested-With")
            .map(header -> header.value().equalsIgnoreCase("XMLHttpRequest"))
            .orElse(false);
    return new Admission.TurnedAway(
        401,
        "Authentication is required",
        Map.of("WWW-Authenticate", script ? "x-" + challenge : challenge));
  }

  private Admission tooMany() {
    return new Admission.TurnedAway(
        429,
        "too many failed logins from this address",
        Map.of("Retry-After", Integer.toString(throttle.secondsForOne())));
  }

  private static CompletionStage<Admission> done(Admission admission) {
    return CompletableFuture.completedFuture(admission);
  }
}
