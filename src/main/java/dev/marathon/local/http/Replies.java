package dev.marathon.local.http;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpCharset;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import dev.marathon.local.master.Answer;

/** HTTP answers with exactly the headers and bodies of Mesos. */
final class Replies {
  static final ContentType PROTOBUF =
      MediaTypes.customBinary("application", "x-protobuf", false).toContentType();
  private static final HttpCharset UTF_8 = akka.http.javadsl.model.HttpCharsets.custom("utf-8");
  private static final ContentType TEXT = MediaTypes.TEXT_PLAIN.toContentType(UTF_8);

  private Replies() {}

  static HttpResponse text(int status, String body) {
    return HttpResponse.create()
        .withStatus(StatusCodes.get(status))
        .withEntity(
            HttpEntities.create((akka.http.javadsl.model.ContentType.NonBinary) TEXT, body));
  }

  static HttpResponse of(Answer answer) {
    return answer.body().isEmpty() ? empty(answer.status()) : text(answer.status(), answer.body());
  }

  static HttpResponse empty(int status) {
    return HttpResponse.create().withStatus(StatusCodes.get(status));
  }

  static HttpResponse json(String body) {
    return HttpResponse.create()
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, body));
  }

  static HttpResponse badRequest(String body) {
    return text(400, body);
  }

  static HttpResponse notFound() {
    return text(404, "404 Not Found.");
  }

  static HttpResponse methodNotAllowed(String method, String allowed) {
    return text(
            405,
            "405 Method Not Allowed. Expecting one of { '"
                + allowed
                + "' }, but received '"
                + method
                + "'.")
        .addHeader(RawHeader.create("Allow", allowed));
  }

  static HttpResponse unauthorized() {
    return text(401, "401 Unauthorized.")
        .addHeader(RawHeader.create("WWW-Authenticate", "Basic realm=\"mesos-master-scheduler\""));
  }
}
