package dev.marathon.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.marathon.base.GroupId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is sent, a parser answers: with a definition that can be written, stored, hashed and
 * read again, or with violations. It never throws. Bodies are good ones with some places replaced.
 */
class HostileBodyTest {

  private static final int BODIES = 1_500;

  private static final List<JsonNode> REPLACEMENTS =
      List.of(
          Cases.json("null"),
          Cases.json("true"),
          Cases.json("0"),
          Cases.json("-1"),
          Cases.json("1.5"),
          Cases.json("1e308"),
          Cases.json("1e999999"),
          Cases.json("123456789012345678901234567890"),
          Cases.json("''"),
          Cases.json("'x'"),
          Cases.json("'/'"),
          Cases.json("'../..'"),
          Cases.json("'host'"),
          Cases.json("'container'"),
          Cases.json("'MESOS'"),
          Cases.json("'disabled'"),
          Cases.json("[]"),
          Cases.json("[null]"),
          Cases.json("[[]]"),
          Cases.json("[{}]"),
          Cases.json("{}"),
          Cases.json("{'secret':null}"),
          Cases.json("{'':''}"));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void noBodyMakesAParserThrow(long seed) {
    var random = new Random(seed);
    List<JsonNode> good =
        Stream.concat(Cases.load("accepted-apps.json"), Cases.load("refused-apps.json"))
            .map(Cases.Case::body)
            .toList();
    var current = Samples.small();
    for (int i = 0; i < BODIES; i++) {
      JsonNode body = good.get(random.nextInt(good.size())).deepCopy();
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        replaceSomething(body, random);
      }
      var context = context(random);
      check(AppParser.parse(body, context), context);
      check(AppParser.parse(body, current.id(), context), context);
      var update = AppUpdate.parse(body, context.settings());
      if (update instanceof Parsed.Valid<AppUpdate> valid
          && valid.value() instanceof AppUpdate.Merge merge) {
        check(merge.applyTo(current, context), context);
      }
      var v1 = V1AppParser.parse(body, context);
      if (v1 instanceof Parsed.Valid<AppDefinition> valid) {
        assertThat(V1AppJson.write(valid.value()).isObject()).isTrue();
      }
      var group = Cases.object("{'id':'/g'}");
      group.set("apps", Cases.json("[]"));
      ((ArrayNode) group.path("apps")).add(body);
      group.set("groups", body);
      assertThat(GroupParser.parse(group, GroupId.ROOT, context)).isNotNull();
      assertThat(GroupParser.parse(body, GroupId.ROOT, context)).isNotNull();
    }
  }

  private static void check(Parsed<AppDefinition> parsed, SpecContext context) {
    if (parsed instanceof Parsed.Valid<AppDefinition> valid) {
      var app = valid.value();
      assertThat(Cases.valid(AppParser.parse(AppJson.write(app), context.withCurrent(app))))
          .isEqualTo(app);
      assertThat(ConfigHash.of(app)).hasSize(32);
      assertThat(app.portRequests()).hasSameSizeAs(app.servicePorts());
    } else {
      assertThat(Cases.invalid(parsed).details()).isNotEmpty();
    }
  }

  private static SpecContext context(Random random) {
    var features = new ArrayList<String>();
    for (String feature :
        List.of(
            SpecSettings.SECRETS,
            SpecSettings.EXTERNAL_VOLUMES,
            SpecSettings.GPU_RESOURCES,
            SpecSettings.SANITIZE_ROLES)) {
      if (random.nextBoolean()) {
        features.add(feature);
      }
    }
    var settings =
        new SpecSettings(
            random.nextBoolean() ? "*" : "ops",
            Set.copyOf(features),
            Optional.empty(),
            "mesos-bridge",
            SpecSettings.COMMAND_EXECUTOR,
            100_000,
            random.nextBoolean());
    return SpecContext.empty(settings, Cases.NOW);
  }

  private static void replaceSomething(JsonNode body, Random random) {
    var places = new ArrayList<Runnable>();
    var replacement = REPLACEMENTS.get(random.nextInt(REPLACEMENTS.size())).deepCopy();
    collect(body, replacement, places);
    if (!places.isEmpty()) {
      places.get(random.nextInt(places.size())).run();
    }
  }

  private static void collect(JsonNode json, JsonNode replacement, List<Runnable> places) {
    if (json instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> entry : object.properties()) {
        places.add(() -> object.set(entry.getKey(), replacement));
        collect(entry.getValue(), replacement, places);
      }
    } else if (json instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        int place = i;
        places.add(() -> array.set(place, replacement));
        collect(array.get(i), replacement, places);
      }
    }
  }
}
