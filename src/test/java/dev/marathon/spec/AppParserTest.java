package dev.marathon.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.base.AppId;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AppParserTest {

  static Stream<Cases.Case> refused() {
    return Cases.load("refused-apps.json");
  }

  static Stream<Cases.Case> accepted() {
    return Cases.load("accepted-apps.json");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void refusalsNameEveryPlace(Cases.Case row) {
    var invalid = Cases.invalid(AppParser.parse(row.body(), row.context()));
    assertThat(invalid.message()).isEqualTo(row.json().path("message").asText());
    assertThat(invalid.details())
        .extracting(Violation::path)
        .containsExactlyInAnyOrderElementsOf(row.strings("paths"));
    assertThat(invalid.details())
        .allSatisfy(
            violation -> {
              assertThat(violation.explanations()).isNotEmpty().doesNotContain("");
              assertThat(violation.errors().get(0).startsWith("error."))
                  .isEqualTo(invalid.message().equals(Parsed.INVALID_JSON));
            });
    for (String key : row.strings("keys")) {
      assertThat(invalid.details().get(0).errors()).contains(key);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("accepted")
  void acceptedBodiesAreWrittenInFull(Cases.Case row) {
    var written = AppJson.write(Cases.valid(AppParser.parse(row.body(), row.context())));
    assertThat(written.remove("version").asText()).isEqualTo(Cases.NOW.toString());
    var expected = row.json();
    if (expected.has("app")) {
      assertThat(written).isEqualTo(expected.get("app"));
    }
    for (var part : expected.path("part").properties()) {
      assertThat(written.get(part.getKey())).as(part.getKey()).isEqualTo(part.getValue());
    }
    for (String name : row.strings("absent")) {
      assertThat(written.has(name)).as(name).isFalse();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("accepted")
  void whatIsWrittenIsReadBack(Cases.Case row) {
    var app = Cases.valid(AppParser.parse(row.body(), row.context()));
    assertThat(Cases.valid(AppParser.parse(AppJson.write(app), row.context()))).isEqualTo(app);
  }

  @Test
  void theBodyItselfIsNotChanged() {
    var body = Cases.object("{'id':'a','cmd':'sleep 1','ports':[1],'user':null}");
    var copy = body.deepCopy();
    Cases.valid(AppParser.parse(body, context()));
    assertThat(body).isEqualTo(copy);
  }

  @Test
  void theUrlDecidesAboutTheId() {
    var body = Cases.object("{'id':'/other','cmd':'sleep 1'}");
    assertThat(Cases.valid(AppParser.parse(body, new AppId("/web"), context())).id())
        .isEqualTo(new AppId("/web"));
    body.remove("id");
    assertThat(Cases.valid(AppParser.parse(body, new AppId("/web"), context())).id())
        .isEqualTo(new AppId("/web"));
    var list = Cases.invalid(AppParser.parse(Cases.json("[]"), new AppId("/web"), context()));
    assertThat(list.message()).isEqualTo(Parsed.INVALID_JSON);
    assertThat(list.details()).extracting(Violation::path).containsExactly("/");
  }

  @Test
  void appsThatCameThroughV1KeepTheirIds() {
    ObjectNode body = Cases.object("{'id':'/My_App','cmd':'sleep 1'}");
    var known =
        new SpecContext(
            SpecSettings.standard(),
            id -> Optional.of("*").filter(role -> id.path().equals("/My_App")),
            group -> Optional.empty(),
            Cases.NOW);
    assertThat(Cases.valid(AppParser.parse(body, known)).id()).isEqualTo(new AppId("/My_App"));
    assertThat(AppParser.parse(body.put("id", "/Other_App"), known))
        .isInstanceOf(Parsed.Invalid.class);
  }

  @Test
  void textsAndListsHaveLimits() {
    var body = Cases.object("{'id':'/long','cmd':'sleep 1'}");
    assertThat(refused(body.deepCopy().put("cmd", "x".repeat(Shape.MAX_TEXT + 1))))
        .isEqualTo("/cmd error.maxLength");
    var many = body.deepCopy();
    var labels = many.putObject("labels");
    for (int i = 0; i <= Shape.MAX_ITEMS; i++) {
      labels.put("l" + i, "");
    }
    assertThat(refused(many)).isEqualTo("/labels error.maxLength");
    var regex = body.deepCopy();
    regex
        .putArray("constraints")
        .addArray()
        .add("rack")
        .add("LIKE")
        .add("a".repeat(ConstraintReader.MAX_REGEX + 1));
    assertThat(refused(regex)).startsWith("/constraints ");
  }

  @Test
  void anAnswerNamesAtMostAHundredPlaces() {
    var body = Cases.object("{'id':'/long','cmd':'sleep 1'}");
    var labels = body.putObject("labels");
    for (int i = 0; i < 500; i++) {
      labels.put("l" + i + "x".repeat(10_000), 1);
    }
    var details = Cases.invalid(AppParser.parse(body, context())).details();
    assertThat(details).hasSize(Violations.LIMIT);
    assertThat(details).allMatch(violation -> violation.path().length() <= Violations.MAX_PATH);
  }

  private static String refused(ObjectNode body) {
    var violation = Cases.invalid(AppParser.parse(body, context())).details().get(0);
    return violation.path() + " " + violation.errors().get(0);
  }

  private static SpecContext context() {
    return SpecContext.empty(SpecSettings.standard(), Cases.NOW);
  }
}
