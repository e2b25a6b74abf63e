package dev.marathon.local.http;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.stream.Materializer;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Everything but the scheduler API. */
final class OperatorApi {
  private final MasterAccess master;
  private final Materializer materializer;

  OperatorApi(MasterAccess master, Materializer materializer) {
    this.master = master;
    this.materializer = materializer;
  }

  CompletionStage<HttpResponse> handle(HttpRequest request, List<String> path) {
    return RequestBody.discard(request, Replies.notFound(), materializer);
  }
}
