package dev.marathon.api;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Stands before every route and says who asks. */
@FunctionalInterface
public interface AccessControl {

  /** Either an identity or the answer that turns the request away. */
  sealed interface Admission {
    record Admitted(Identity identity) implements Admission {}

    record TurnedAway(HttpResponse response) implements Admission {}
  }

  CompletionStage<Admission> admit(HttpRequest request);

  /** Lets everybody in. */
  AccessControl OPEN =
      request -> CompletableFuture.completedFuture(new Admission.Admitted(Identity.ANYBODY));
}
