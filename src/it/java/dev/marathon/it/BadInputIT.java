package dev.marathon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that no node may accept, suffer from, or leave unexplained. */
class BadInputIT {

  private static final int FIFTY_MB = 50 << 20;

  @TempDir static Path directory;

  private static NodeProcess node;
  private static Api api;

  @BeforeAll
  static void start() throws IOException {
    node = NodeProcess.local(directory);
    api = node.api();
  }

  @AfterAll
  static void stop() throws IOException {
    node.close();
    assertThat(node.errors()).doesNotContain("ERROR").doesNotContain("Exception");
  }

  @AfterEach
  void nodeStillAnswersAndNothingWasStored() {
    assertThat(api.get("/ping").body()).isEqualTo("pong");
    assertThat(api.get("/v2/apps").json().get("apps")).isEmpty();
  }

  private static String app(String fields) {
    return "{\"id\":\"/bad\",\"cmd\":\"sleep 60501\"," + fields + "}";
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{\"id\":\"/a\",", "{'id':1}", "nonsense", "{} {}", "{\"a\":1,\"a\":2}", "NaN"})
  void brokenJsonSaysWhere(String body) {
    for (var path : new String[] {"/v2/apps", "/v2/groups", "/v2/tasks/delete", "/v1/apps/start"}) {
      var reply = api.post(path, body);
      assertThat(reply.status()).as(path + reply).isEqualTo(400);
      assertThat(reply.json().get("message").asText()).isEqualTo("Invalid JSON");
      assertThat(reply.json().get("details").asText()).containsPattern("line 1, column \\d+");
    }
    assertThat(api.post("/v2/apps", "").json().get("message").asText())
        .isEqualTo("Please specify data in JSON format");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "/instances                            | 'instances':-1",
        "/instances                            | 'instances':1.5",
        "/instances                            | 'instances':'2'",
        "/instances                            | 'instances':99999999999",
        "/instances                            | 'instances':100001",
        "/cpus                                 | 'cpus':-0.1",
        "/cpus                                 | 'cpus':1e400",
        "/mem                                  | 'mem':-1",
        "/disk                                 | 'disk':[]",
        "/env                                  | 'env':[1]",
        "/labels                               | 'labels':'x'",
        "/fetch(0)/uri                         | 'fetch':[{'uri':5}]",
        "/portDefinitions(0)/port              | 'portDefinitions':[{'port':-5}]",
        "/portDefinitions(0)/port              | 'portDefinitions':[{'port':65536}]",
        "/upgradeStrategy/minimumHealthCapacity| 'upgradeStrategy':{'minimumHealthCapacity':7,'maximumOverCapacity':0}",
        "/backoffSeconds                       | 'backoffSeconds':-1",
        "/constraints                          | 'constraints':[['hostname','NEAR']]",
        "/dependencies(0)                      | 'dependencies':[7]",
      })
  void wrongFieldsAreNamed(String path, String fields) {
    var reply = api.post("/v2/apps", app(fields.replace('\'', '"')));
    assertThat(reply.status()).as(reply.body()).isEqualTo(422);
    assertThat(reply.json().get("details").findValuesAsText("path"))
        .as(reply.body())
        .anyMatch(named -> named.startsWith(path));
  }

  @Test
  void wrongFieldsOfTheFirstApiAreNamed() {
    for (var value : new String[] {"\"-1\"", "\"many\"", "-1", "{}"}) {
      var reply = api.post("/v1/apps/start", app("\"instances\":" + value).replace("/bad", "bad"));
      assertThat(reply.status()).as(reply.body()).isEqualTo(422);
      assertThat(reply.json().at("/errors/0/attribute").asText()).isEqualTo("instances");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "..", "/..", "/a/..", "/a b", "/a\\u0000", "/a%2fb", "/A_b", "/-a", "/tasks", "/x/versions"})
  void idsThatAreNoPathsAreRefused(String id) {
    var reply = api.post("/v2/apps", "{\"id\":\"" + id + "\",\"cmd\":\"sleep 60501\"}");
    assertThat(reply.status()).as(reply.body()).isEqualTo(422);
    assertThat(reply.json().at("/details/0/path").asText()).isEqualTo("/id");
  }

  @Test
  void pathsStayWithinTheApi() throws IOException {
    for (var path :
        new String[] {
          "/v2/apps/../../etc/passwd", "/v2/../../../etc/passwd", "/ui/../../../etc/passwd",
          "/ui/%2e%2e/%2e%2e/etc/passwd", "/ui/..%2f..%2fapplication.conf", "/v2/apps/..%2f..%2fetc%2fpasswd",
          "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/ui//etc/passwd"
        }) {
      var reply = raw("GET " + path, "");
      assertThat(reply.status()).as(path + " " + reply).isEqualTo(404);
      assertThat(reply.body()).doesNotContain("root:");
    }
  }

  @Test
  void unknownThingsAreNotFound() {
    for (var path :
        new String[] {
          "/v2/apps//none", "/v2/apps//none/tasks", "/v2/apps//none/versions", "/v2/groups//none",
          "/v2/deployments", "/v2/none", "/v3/apps", "/none"
        }) {
      var reply = path.equals("/v2/deployments") ? api.delete(path + "/none") : api.get(path);
      assertThat(reply.status()).as(path + reply).isEqualTo(404);
      assertThat(reply.json().get("message").asText()).contains(path.contains("v3") ? "/v3" : "none");
    }
    assertThat(api.delete("/v2/apps//none").status()).isEqualTo(404);
    assertThat(api.post("/v2/apps//none/restart", "{}").status()).isEqualTo(404);
    assertThat(api.post("/v1/apps/stop", "{\"id\":\"none\"}").status()).isEqualTo(404);
    assertThat(api.post("/v1/apps/scale", "{\"id\":\"none\",\"instances\":1}").status()).isEqualTo(404);
    assertThat(api.post("/v2/tasks/delete", "{\"ids\":[\"none\"]}").status()).isEqualTo(400);
  }

  @Test
  void bodyOfFiftyMegabytesIsTooLarge() throws Exception {
    var body = new byte[FIFTY_MB];
    var known = api.send(api.request("/v2/apps").header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(body)));
    assertThat(known.status()).as(known.body()).isEqualTo(413);
    assertThat(known.json().get("message").asText()).contains("8388608 bytes");
    var chunked =
        api.send(
            api.request("/v2/apps")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(body))));
    assertThat(chunked.status()).as(chunked.body()).isEqualTo(413);
  }

  @Test
  void changeOfMoreThanFourMegabytesIsTooLarge() {
    var labels =
        IntStream.range(0, 50)
            .mapToObj(i -> "\"l" + i + "\":\"" + "x".repeat(100_000) + "\"")
            .collect(Collectors.joining(","));
    var reply = api.post("/v2/apps", app("\"labels\":{" + labels + "}"));
    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.body()).contains("4194304");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void jsonOfTenThousandLevelsIsTooDeep(String open) {
    var close = open.equals("[") ? "]" : "}";
    var body = open.repeat(10_000) + "1" + close.repeat(10_000);
    for (var path : new String[] {"/v2/apps", "/v2/groups", "/v1/apps/start"}) {
      var reply = api.post(path, body);
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.json().get("details").asText()).isEqualTo("nested more than 64 levels deep");
    }
  }

  @Test
  void otherMethodsAreNotAllowed() {
    for (var line : new String[] {"PUT /v2/info", "POST /v2/info", "PATCH /ping", "DELETE /v2/tasks", "TRACE /v2/events", "GET /v1/apps/start"}) {
      var words = line.split(" ");
      var reply = api.send(api.request(words[1]).method(words[0], BodyPublishers.noBody()));
      assertThat(reply.status()).as(line).isEqualTo(405);
      assertThat(reply.json().get("message").asText()).isEqualTo("Method Not Allowed");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml"})
  void otherContentTypesAreNotSupported(String type) {
    for (var path : new String[] {"/v2/apps", "/v1/apps/start"}) {
      var reply =
          api.send(
              api.request(path)
                  .header("Content-Type", type)
                  .POST(BodyPublishers.ofString(app("\"instances\":0"))));
      assertThat(reply.status()).as(path).isEqualTo(415);
      assertThat(reply.json().get("message").asText()).isEqualTo("Unsupported Media Type");
    }
  }

  @Test
  void webPagesOfOthersAreTurnedAway() throws IOException {
    var body = app("\"instances\":0").getBytes(StandardCharsets.UTF_8);
    for (var header :
        new String[] {
          "Host: localhost\r\nOrigin: http://evil.example",
          "Host: localhost\r\nOrigin: null",
          "Host: localhost\r\nOrigin: http://localhost.evil.example",
          "Host: evil.example",
          "Host: evil.example\r\nOrigin: http://evil.example",
          "Host: 127.0.0.1.evil.example"
        }) {
      var reply =
          RawHttp.send(
              api.root(),
              "POST /v2/apps HTTP/1.1\r\n%s\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                  .formatted(header, body.length),
              body);
      assertThat(reply.status()).as(header + reply).isEqualTo(403);
      assertThat(reply.json().get("message").asText()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "many,    400, headers",
    "long,    431, header value",
    "url,     414, URI",
    "length,  400, Content-Length",
    "lengths, 400, Content-Length",
    "both,    400, Content-Length",
    "coding,  400, Transfer-Encoding",
    "hostless,400, Host",
    "method,  501, method",
    "tls,     400, method",
    "escape,  400, request-target"
  })
  void requestsThatAreNoHttpAreExplained(String kind, int status, String named) throws IOException {
    var start = "POST /v2/apps HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    var request =
        switch (kind) {
          case "many" -> start + "X-Flood: x\r\n".repeat(10_000);
          case "long" -> start + "X-Flood: " + "x".repeat(1 << 20) + "\r\n";
          case "url" -> "GET /" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: localhost\r\n";
          case "length" -> start + "Content-Length: -1\r\n";
          case "lengths" -> start + "Content-Length: 2\r\nContent-Length: 3\r\n";
          case "both" -> start + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n";
          case "coding" -> start + "Transfer-Encoding: x\r\n";
          case "hostless" -> "GET /ping HTTP/1.1\r\n";
          case "method" -> "FETCH /v2/apps HTTP/1.1\r\nHost: localhost\r\n";
          case "tls" -> "\u0016\u0003\u0001";
          default -> "GET /v2/apps/%zz HTTP/1.1\r\nHost: localhost\r\n";
        };
    var reply = RawHttp.send(api.root(), request + "Connection: close\r\n\r\n{}");
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.json().get("message").asText().toLowerCase(Locale.ROOT))
        .contains(named.toLowerCase(Locale.ROOT));
  }

  @Test
  void bodyThatBreaksOffStoresNothing() throws IOException {
    var body = app("\"instances\":0").getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 20; i++) {
      RawHttp.breakOff(
          api.root(),
          "POST /v2/apps HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
              .formatted(body.length + 1),
          body);
    }
  }

  @Test
  void thousandRequestsAtOnceAreAllAnswered() throws Exception {
    var replies = new ArrayList<CompletableFuture<Api.Reply>>();
    for (int i = 0; i < 250; i++) {
      replies.add(api.postLater("/v2/apps", app("\"instances\":-1")));
      replies.add(api.postLater("/v2/apps", "{".repeat(1_000)));
      replies.add(api.getLater("/v2/apps//none"));
      replies.add(api.getLater("/v2/groups"));
    }
    for (int i = 0; i < replies.size(); i++) {
      var expected = new int[] {422, 400, 404, 200}[i % 4];
      var reply = replies.get(i).get(60, TimeUnit.SECONDS);
      assertThat(reply.status()).as(reply.body()).isEqualTo(expected);
    }
  }

  private static Api.Reply raw(String line, String body) throws IOException {
    return RawHttp.send(
        api.root(), line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n" + body);
  }
}
