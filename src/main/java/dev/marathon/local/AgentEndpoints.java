package dev.marathon.local;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import java.util.concurrent.CompletionStage;

/** The HTTP side of one agent: its state and the files of its sandboxes. */
@FunctionalInterface
public interface AgentEndpoints {

  /** Answers any request to the agent's own port, with 404 if there is nothing at its path. */
  CompletionStage<HttpResponse> handle(HttpRequest request);
}
