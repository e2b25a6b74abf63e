package dev.marathon.api;

import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpResponse;
import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class ResponsesTest {

  private static final String WORD = "x".repeat(100_000);

  @Test
  void whatWasEncodedStandsBesideWhatWasNot() {
    var node = JsonNodeFactory.instance.objectNode().put("a", 1);
    node.set("b", encoded("[2,3]"));
    node.putArray("c").add(encoded("4,5")).add(6);

    assertThat(Responses.encode(node).utf8String())
        .isEqualTo("{\"a\":1,\"b\":[2,3],\"c\":[4,5,6]}");
    assertThat(node).hasToString("{\"a\":1,\"b\":[2,3],\"c\":[4,5,6]}");
  }

  @Test
  void itemsOfNothingAreLeftOut() {
    var items = Collections.nCopies(150, "");
    assertThat(text(Responses.list("", items, ResponsesTest::encoded, ""))).isEqualTo("[]");
    assertThat(
            text(
                Responses.list(
                    "{\"n\":", List.of("", "1,2", "", "3", ""), ResponsesTest::encoded, "}")))
        .isEqualTo("{\"n\":[1,2,3]}");
  }

  @Test
  void onlyLongListsOfWhatIsNotEncodedYetAreStreamed() {
    assertThat(list(150, word -> encoded('"' + word + '"')).entity())
        .isInstanceOf(HttpEntity.Strict.class);
    assertThat(list(150, word -> encoded('"' + word + '"', false)).entity())
        .isInstanceOf(HttpEntity.Chunked.class);
    assertThat(list(30, TextNode::new).entity()).isInstanceOf(HttpEntity.Strict.class);
    assertThat(list(200, TextNode::new).entity()).isInstanceOf(HttpEntity.Chunked.class);
    assertThat(list(400, word -> encoded('"' + word + '"')).entity())
        .isInstanceOf(HttpEntity.Chunked.class);
  }

  private static HttpResponse list(int size, Function<String, JsonNode> write) {
    return Responses.list("", Collections.nCopies(size, WORD), write, "");
  }

  private static JsonNode encoded(String json) {
    return encoded(json, true);
  }

  private static JsonNode encoded(String json, boolean kept) {
    return Encoded.node(ByteString.fromString(json), kept);
  }

  private static String text(HttpResponse response) {
    return ((HttpEntity.Strict) response.entity()).getData().utf8String();
  }
}
