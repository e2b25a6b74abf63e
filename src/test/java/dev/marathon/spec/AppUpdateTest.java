package dev.marathon.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.marathon.base.AppId;
import dev.marathon.base.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AppUpdateTest {

  private static final SpecContext CONTEXT = SpecContext.empty(SpecSettings.standard(), Cases.NOW);

  private static final AppDefinition WEB =
      app("{'id':'/web','cmd':'sleep 600','instances':2,'env':{'A':'1','B':'2'},'user':'www'}");

  @Test
  void absentFieldsKeepTheirValueAndPresentOnesAreReplacedAsAWhole() {
    var updated = update(WEB, "{'cmd':'sleep 601','env':{'X':'1'}}");
    assertThat(updated)
        .isEqualTo(
            WEB.toBuilder().cmd("sleep 601").env(Map.of("X", new EnvValue.Text("1"))).build());
  }

  @Test
  void nothingChangesWithoutKnownFields() {
    for (var fragment : List.of("{}", "{'wat':1}", "{'user':null}", "{'tasksRunning':3}")) {
      assertThat(update(WEB, fragment)).isEqualTo(WEB);
    }
  }

  @Test
  void theIdOfTheBodyIsIgnored() {
    assertThat(update(WEB, "{'id':'/other','instances':1}")).isEqualTo(WEB.withInstances(1));
  }

  @Test
  void theWrittenFormOfAnAppCanBeSentBack() {
    for (var app :
        List.of(
            WEB,
            Samples.hostPorts(),
            app(
                "{'id':'/c','container':{'docker':{'image':'i'}},'networks':[{'mode':'container/bridge'}]}"))) {
      var json = AppJson.write(app);
      json.remove("version");
      var again = Cases.valid(merge(json).applyTo(app, CONTEXT));
      assertThat(ConfigChange.between(app, again)).isEqualTo(ConfigChange.NONE);
    }
  }

  @Test
  void limitsAndRulesHoldForFragmentsToo() {
    assertThat(refused("{'instances':-2}").details().get(0).path()).isEqualTo("/instances");
    var command = Cases.invalid(merge("{'cmd':'x'}").applyTo(WEB, CONTEXT));
    assertThat(command.details()).extracting(Violation::path).containsExactly("/");
    assertThat(refused("[]").details().get(0).path()).isEqualTo("/");
    assertThat(refused("{'fetch':[{'uri':'h'}],'uris':['h']}").details().get(0).path())
        .isEqualTo("/uris");
    var both = Cases.invalid(merge("{'args':['a']}").applyTo(WEB, CONTEXT));
    assertThat(both.message()).isEqualTo(Parsed.NOT_VALID);
    assertThat(both.details().get(0).path()).isEqualTo("/");
  }

  @Test
  void anOldCommandOfOneCharacterMayStay() {
    var old = WEB.toBuilder().cmd("w").build();
    assertThat(update(old, "{'instances':1}").cmd()).contains("w");
  }

  @Test
  void aVersionAloneAsksForARollback() {
    var expected = new AppUpdate.Rollback(Version.parse("2024-01-01T00:00:00.000Z"));
    assertThat(parse("{'version':'2024-01-01T00:00:00.000Z'}")).isEqualTo(expected);
    assertThat(parse("{'id':'/web','version':'2024-01-01T01:00:00+01:00','unknown':1}"))
        .isEqualTo(expected);
    var refused = refused("{'version':'2024-01-01T00:00:00.000Z','cmd':'sleep 1'}");
    assertThat(refused.message()).isEqualTo(Parsed.NOT_VALID);
    assertThat(refused.details()).extracting(Violation::path).containsExactly("/");
  }

  @Test
  void deprecatedFieldsAreTranslatedBeforeTheMerge() {
    var updated = update(WEB, "{'ports':[7,0],'uris':['http://h/a.tgz']}");
    assertThat(updated.servicePorts()).containsExactly(7, 0);
    assertThat(updated.fetch()).extracting(Artifact::extract).containsExactly(true);
  }

  @Test
  void anotherNetworkTakesOtherPorts() {
    var bridged =
        update(
            WEB,
            "{'networks':[{'mode':'container/bridge'}],'container':{'type':'MESOS','portMappings':[{'containerPort':80}]}}");
    assertThat(bridged.portDefinitions()).isEmpty();
    assertThat(bridged.portRequests()).hasSize(1);
    var back = update(bridged, "{'networks':[{'mode':'host'}]}");
    assertThat(back.container().orElseThrow().portMappings()).isEmpty();
    assertThat(back.portDefinitions().orElseThrow()).hasSize(1);
  }

  @Test
  void theRoleStaysAllowedAlsoWhereANewAppCouldNotHaveIt() {
    var app = WEB.toBuilder().role("legacy").build();
    assertThat(update(app, "{'instances':5}").role()).isEqualTo("legacy");
  }

  @Test
  void executorResourcesAndLimitsAreKept() {
    var app =
        WEB.toBuilder()
            .executor("/x")
            .executorResources(new ExecutorResources(0.2, 64, 20))
            .resourceLimits(
                new ResourceLimits(Optional.of(Double.POSITIVE_INFINITY), Optional.empty()))
            .build();
    assertThat(update(app, "{'instances':5}")).isEqualTo(app.withInstances(5));
  }

  @Test
  void bulkBodiesAreReadTogether() {
    var body = Cases.json("[{'id':'web','instances':9},{'id':'/new','cmd':'sleep 9'}]");
    var bulk = Cases.valid(AppBulk.parse(body));
    assertThat(bulk.items())
        .extracting(AppBulk.Item::id)
        .containsExactly(new AppId("/web"), new AppId("/new"));
    var all =
        Cases.valid(
            bulk.all(
                item ->
                    item.id().equals(WEB.id())
                        ? merge(item.body()).applyTo(WEB, CONTEXT)
                        : AppParser.parse(item.body(), CONTEXT)));
    assertThat(all).extracting(AppDefinition::instances).containsExactly(9, 1);
  }

  @Test
  void bulkBodiesNameTheElement() {
    assertThat(Cases.invalid(AppBulk.parse(Cases.json("{'id':'/web'}"))).details().get(0).errors())
        .contains("error.expected.jsarray");
    assertThat(paths("[{'id':'/a'},{'cmd':'sleep 1'}]")).containsExactly("(1)/id");
    assertThat(paths("[{'id':'/a'},{'id':'a'}]")).containsExactly("(1)/id");
    assertThat(paths("[{'id':'/'}]")).containsExactly("(0)/id");
    var bulk =
        Cases.valid(
            AppBulk.parse(Cases.json("[{'id':'/a'},{'id':'/b','cmd':'sleep 1','mem':-1}]")));
    var refused = Cases.invalid(bulk.all(item -> AppParser.parse(item.body(), CONTEXT)));
    assertThat(refused.message()).isEqualTo(Parsed.INVALID_JSON);
    assertThat(refused.details()).extracting(Violation::path).containsExactly("(1)/mem");
  }

  private static List<String> paths(String bulk) {
    return Cases.invalid(AppBulk.parse(Cases.json(bulk))).details().stream()
        .map(Violation::path)
        .toList();
  }

  private static AppDefinition app(String json) {
    return Cases.valid(AppParser.parse(Cases.json(json), CONTEXT));
  }

  private static AppUpdate parse(String json) {
    return Cases.valid(AppUpdate.parse(Cases.json(json), SpecSettings.standard()));
  }

  private static Parsed.Invalid<AppUpdate> refused(String json) {
    return Cases.invalid(AppUpdate.parse(Cases.json(json), SpecSettings.standard()));
  }

  private static AppUpdate.Merge merge(String json) {
    return merge(Cases.json(json));
  }

  private static AppUpdate.Merge merge(JsonNode json) {
    return (AppUpdate.Merge) Cases.valid(AppUpdate.parse(json, SpecSettings.standard()));
  }

  private static AppDefinition update(AppDefinition app, String fragment) {
    return Cases.valid(merge(fragment).applyTo(app, CONTEXT));
  }
}
