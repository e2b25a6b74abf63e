package dev.marathon.security;

import akka.http.javadsl.model.HttpRequest;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Stands before every route and says who asks. */
@FunctionalInterface
public interface AccessControl {

  /** Either an identity or the answer that turns the request away. */
  sealed interface Admission {
    record Admitted(Identity identity) implements Admission {}

    /**
     * @param status 401, 429 or 503
     * @param headers of the answer, by name
     */
    record TurnedAway(int status, String message, Map<String, String> headers)
        implements Admission {
      public TurnedAway {
        headers = Map.copyOf(headers);
      }
    }
  }

  CompletionStage<Admission> admit(HttpRequest request);

  /** Anybody, where no access control is configured. */
  Identity ANYBODY = new Granted("anonymous", Grants.everything());

  /** Anybody at a path that is open to all; may do nothing else. */
  Identity NOBODY = new Granted("anonymous", Grants.nothing());

  /** Lets everybody in. */
  AccessControl OPEN =
      request -> CompletableFuture.completedFuture(new Admission.Admitted(ANYBODY));
}
