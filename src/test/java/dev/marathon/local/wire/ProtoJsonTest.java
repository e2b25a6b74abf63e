package dev.marathon.local.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;

class ProtoJsonTest {

  private static Call read(String json) throws BadJson {
    return ProtoJsonReader.read(JsonReader.read(json), Call.newBuilder()).build();
  }

  private byte[] resource(String name) throws IOException {
    try (var file = getClass().getResourceAsStream(name)) {
      return file.readAllBytes();
    }
  }

  /** A recorded stream of a real master: protobuf on the wire, and what it means in JSON. */
  @Test
  void recordedEventsReadAndPrintTheSame() throws Exception {
    var bytes = resource("/mesos/stream-protobuf.recordio.bin");
    int at = 0;
    int events = 0;
    while (at < bytes.length) {
      int newline = at;
      while (bytes[newline] != '\n') {
        newline++;
      }
      int length =
          Integer.parseInt(
              new String(bytes, at, newline - at, java.nio.charset.StandardCharsets.US_ASCII));
      var payload = java.util.Arrays.copyOfRange(bytes, newline + 1, newline + 1 + length);
      var event = Event.parseFrom(payload);
      assertThat(event.toByteArray()).isEqualTo(payload);
      var printed = ProtoJson.print(event);
      var again = ProtoJsonReader.read(JsonReader.read(printed), Event.newBuilder()).build();
      if (event.getType() != Event.Type.SUBSCRIBED) {
        assertThat(ProtoJson.print(again)).isEqualTo(printed);
      } else {
        assertThat(printed)
            .contains(
                "\"capabilities\":[{\"type\":\"AGENT_UPDATE\"},{\"type\":\"AGENT_DRAINING\"},{\"type\":\"QUOTA_V2\"}]")
            .contains("\"heartbeat_interval_seconds\":15.0")
            .contains("\"ip\":16777343");
      }
      at = newline + 1 + length;
      events++;
    }
    assertThat(events).isEqualTo(12);
  }

  @Test
  void fieldsStandInTheOrderOfTheirDeclaration() throws Exception {
    var json =
        "{\"type\":\"UPDATE\",\"update\":{\"status\":{\"task_id\":{\"value\":\"t\"},\"state\":\"TASK_RUNNING\",\"message\":\"ü\\u0001\\n\",\"source\":\"SOURCE_MASTER\",\"agent_id\":{\"value\":\"s\"},\"timestamp\":1795352141.2745442,\"uuid\":\"n8BlXahTRaK+sOnwwaOcxg==\",\"healthy\":true}}}";
    var event = ProtoJsonReader.read(JsonReader.read(json), Event.newBuilder()).build();
    assertThat(ProtoJson.print(event)).isEqualTo(json);
  }

  @Test
  void unknownMembersAndEnumNamesAreIgnored() throws Exception {
    assertThat(read("{\"type\":\"FOO\",\"foo\":{\"a\":[1]}}").hasType()).isFalse();
  }

  @Test
  void wrongTypesAreNamed() {
    fails(
        "{\"subscribe\":{\"framework_info\":{\"user\":1}}}",
        "Not expecting a JSON number for field 'user'");
    fails("{\"subscribe\":[]}", "Not expecting a JSON array for field 'subscribe'");
    fails("{\"subscribe\":\"x\"}", "Not expecting a JSON string for field 'subscribe'");
    fails("{\"kill\":{}}", "Missing required fields: kill.task_id");
    fails("[]", "Expecting a JSON object");
  }

  private static void fails(String json, String message) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(BadJson.class).hasMessage(message);
  }

  @Test
  void syntaxErrorsShowTheRestOfTheLine() {
    fails("hello", "syntax error at line 1 near: hello");
    fails("{\n\"a\": tru,\n}", "syntax error at line 2 near: ,");
    fails("", "syntax error at line 1 near: ");
    fails("{} x", "Parsed JSON included non-whitespace trailing characters: x");
    fails(
        "[".repeat(10_000),
        "syntax error at line 1 near: " + "[".repeat(10_000 - JsonReader.MAX_DEPTH - 1));
  }

  @Test
  void ordinaryJsonReadsAsJacksonReadsIt() throws Exception {
    var text = "{\"a\":[1,-2.5e3,\"x\\\"\\\\\\u00fc\\t\",true,false,null,{}],\"b\":{\"c\":[]}}";
    JsonNode expected = new ObjectMapper().readTree(text);
    assertThat(JsonReader.read(text)).isInstanceOf(Json.Obj.class);
    assertThat(expected.get("a").size())
        .isEqualTo(
            ((Json.Arr) ((Json.Obj) JsonReader.read(text)).members().get("a")).items().size());
    assertThat(
            ((Json.Text)
                    ((Json.Arr) ((Json.Obj) JsonReader.read(text)).members().get("a"))
                        .items()
                        .get(2))
                .value())
        .isEqualTo(expected.get("a").get(2).asText());
  }

  @Test
  void numbersKeepAFraction() {
    assertThat(JsonWriter.number15(4)).isEqualTo("4.0");
    assertThat(JsonWriter.number15(3.9)).isEqualTo("3.9");
    assertThat(JsonWriter.number15(1e7)).isEqualTo("10000000.0");
    assertThat(JsonWriter.number15(1e20)).isEqualTo("100000000000000000000.0");
    assertThat(JsonWriter.number15(1e21)).isEqualTo("1e21");
    assertThat(JsonWriter.number15(-0.001)).isEqualTo("-0.001");
  }
}
