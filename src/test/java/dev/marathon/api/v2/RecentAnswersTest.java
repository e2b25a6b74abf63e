package dev.marathon.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.stream.SystemMaterializer;
import akka.util.ByteString;
import com.typesafe.config.ConfigFactory;
import dev.marathon.api.Call;
import dev.marathon.overview.Fact;
import dev.marathon.overview.Overview;
import dev.marathon.security.AccessControl;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class RecentAnswersTest {

  private static final Overview NOW = Overview.EMPTY;

  @AutoClose("terminate")
  private final ActorSystem<Void> system =
      ActorSystem.create(
          Behaviors.empty(),
          "answers",
          ConfigFactory.parseString("akka { loglevel = WARNING, actor.provider = local }")
              .withFallback(ConfigFactory.load()));

  private final RecentAnswers recent = new RecentAnswers();
  private int encoded;

  @Test
  void largeAnswersAreKeptUntilTheOverviewIsAnother() {
    var first = answer(NOW, "/v2/apps", 7 << 20);
    assertThat(answer(NOW, "/v2/apps", 7 << 20)).isSameAs(first);
    assertThat(encoded).isEqualTo(1);

    var next = NOW.with(new Fact.Registered("id"));
    assertThat(tag(answer(next, "/v2/apps", 7 << 20))).isNotEqualTo(tag(first));
    assertThat(encoded).isEqualTo(2);
  }

  @Test
  void theLatestUsedAreKeptUpToALimitOfBytes() {
    for (int i = 0; i < 3; i++) {
      answer(NOW, "/v2/apps?id=" + i, 15 << 20);
    }
    assertThat(encoded).isEqualTo(3);
    answer(NOW, "/v2/apps?id=2", 15 << 20);
    answer(NOW, "/v2/apps?id=1", 15 << 20);
    assertThat(encoded).isEqualTo(3);
    answer(NOW, "/v2/apps?id=0", 15 << 20);
    assertThat(encoded).isEqualTo(4);
  }

  @Test
  void whatIsTooLargeIsNotKeptButItsTagIs() {
    var first = answer(NOW, "/v2/groups", 33 << 20);
    assertThat(tag(answer(NOW, "/v2/groups", 33 << 20))).isEqualTo(tag(first));
    assertThat(encoded).isEqualTo(2);
    var request =
        HttpRequest.GET("/v2/groups").addHeader(RawHeader.create("If-None-Match", tag(first)));
    assertThat(answer(NOW, request, 33 << 20).status().intValue()).isEqualTo(304);
  }

  private HttpResponse answer(Overview overview, String path, int size) {
    return answer(overview, HttpRequest.GET(path), size);
  }

  private HttpResponse answer(Overview overview, HttpRequest request, int size) {
    var call =
        new Call(
            request,
            AccessControl.ANYBODY,
            Optional.empty(),
            SystemMaterializer.get(system).materializer());
    return recent.answer(
        call,
        overview,
        () -> {
          encoded++;
          return HttpResponse.create()
              .withEntity(
                  HttpEntities.create(
                      ContentTypes.APPLICATION_JSON, ByteString.fromArrayUnsafe(new byte[size])));
        });
  }

  private static String tag(HttpResponse response) {
    return response.getHeader("ETag").orElseThrow().value();
  }
}
