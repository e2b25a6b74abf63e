package dev.marathon.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.base.GroupId;
import dev.marathon.base.PathId;
import dev.marathon.base.Version;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GroupParserTest {

  private static final SpecContext CONTEXT = SpecContext.empty(SpecSettings.standard(), Cases.NOW);

  @Test
  void aTreeIsReadWithItsRelativeIds() {
    var shop =
        parse(
            "{'id':'/shop','apps':[],'groups':["
                + "{'id':'db','apps':[{'id':'mysql','cmd':'sleep 700'}]},"
                + "{'id':'svc','dependencies':['/shop/db'],'apps':["
                + "{'id':'api','cmd':'sleep 700','dependencies':['../db/mysql','cache']}]}]}");
    assertThat(shop.id()).isEqualTo(new GroupId("/shop"));
    assertThat(shop.apps()).contains(List.of());
    var svc = shop.groups().orElseThrow().get(1);
    assertThat(svc.id()).isEqualTo(new GroupId("/shop/svc"));
    assertThat(svc.dependencies()).contains(List.of(new PathId("/shop/db")));
    assertThat(svc.groups()).isEmpty();
    var api = svc.apps().orElseThrow().get(0);
    assertThat(api.id().path()).isEqualTo("/shop/svc/api");
    assertThat(api.dependencies())
        .containsExactly(new PathId("/shop/db/mysql"), new PathId("/shop/svc/cache"));
  }

  @Test
  void theUrlIsTheGroupUnlessTheBodySaysMore() {
    var base = new GroupId("/shop");
    assertThat(id("{}", base)).isEqualTo("/shop");
    assertThat(id("{'id':'child'}", base)).isEqualTo("/shop/child");
    assertThat(id("{'id':'/other'}", base)).isEqualTo("/other");
    assertThat(id("{'id':'/guf','zap':1,'pods':[{}]}", GroupId.ROOT)).isEqualTo("/guf");
  }

  @Test
  void absentListsMeanKeep() {
    var group = parse("{'id':'/a','apps':null}");
    assertThat(group.apps()).isEmpty();
    assertThat(group.groups()).isEmpty();
    assertThat(group.dependencies()).isEmpty();
    assertThat(group.enforceRole()).isEmpty();
  }

  @Test
  void scalingAndRollbackStandAlone() {
    assertThat(parse("{'scaleBy':2}").scaleBy()).contains(2.0);
    assertThat(parse("{'version':'2024-01-01T00:00:00.000Z'}").version())
        .contains(Version.parse("2024-01-01T00:00:00.000Z"));
    assertThat(refusedPaths("{'scaleBy':2,'apps':[]}")).containsExactly("/scaleBy");
    assertThat(refusedPaths("{'scaleBy':2,'id':'/a'}")).containsExactly("/scaleBy");
    assertThat(refusedPaths("{'version':'2024-01-01T00:00:00.000Z','id':'/a'}"))
        .containsExactly("/version");
    assertThat(refusedPaths("{'scaleBy':-1}")).containsExactly("/scaleBy");
    assertThat(refusedPaths("{'groups':[{'id':'a','scaleBy':1}]}"))
        .containsExactly("/groups(0)/scaleBy");
  }

  @Test
  void idsMustFitTheTree() {
    assertThat(refusedPaths("{'id':'/Bad_Group'}")).containsExactly("/id");
    assertThat(refusedPaths("{'id':'/o','apps':[{'id':'/else/x','cmd':'sleep 1'}]}"))
        .containsExactly("/apps(0)/id");
    assertThat(refusedPaths("{'id':'/o','apps':[{'id':'a/b','cmd':'sleep 1'}]}"))
        .containsExactly("/apps(0)/id");
    assertThat(refusedPaths("{'id':'/o','groups':[{'id':'/else'}]}"))
        .containsExactly("/groups(0)/id");
    assertThat(refusedPaths("{'id':'/o','groups':[{'apps':[]}]}")).containsExactly("/groups(0)/id");
    assertThat(refusedPaths("{'id':'/o','groups':[{'id':'tasks'}]}"))
        .containsExactly("/groups(0)/id");
  }

  @Test
  void ofSeveralWithTheSameIdTheLastOneCounts() {
    var apps =
        parse("{'id':'/o','apps':[{'id':'x','cmd':'sleep 1'},{'id':'/o/x','cmd':'sleep 2'}]}");
    assertThat(apps.apps().orElseThrow())
        .singleElement()
        .satisfies(app -> assertThat(app.cmd()).contains("sleep 2"));
    var groups = parse("{'id':'/o','groups':[{'id':'x'},{'id':'x','apps':[]}]}");
    assertThat(groups.groups().orElseThrow())
        .singleElement()
        .satisfies(group -> assertThat(group.apps()).isPresent());
  }

  @Test
  void pathsHaveALimitAlsoAcrossGroups() {
    String half = "a".repeat(Ids.MAX_LENGTH / 2);
    String app = "{'id':'" + half + "','apps':[{'id':'" + half + "','cmd':'sleep 1'}]}";
    assertThat(refusedPaths(app)).containsExactly("/apps(0)/id");
    String group = "{'id':'" + half + "','groups':[{'id':'" + half + "'}]}";
    assertThat(refusedPaths(group)).containsExactly("/groups(0)/id");
  }

  @Test
  void mistakesOfAppsCarryTheirPlaceAndTypesComeFirst() {
    var tree =
        "{'id':'/o','apps':[{'id':'x'},{'id':'y','cmd':'sleep 1','role':'z'}],"
            + "'groups':[{'id':'g','apps':[{'id':'x','cmd':'sleep 1','instances':%d}]}]}";
    assertThat(refusedPaths(String.format(tree, -1)))
        .containsExactly("/groups(0)/apps(0)/instances");
    assertThat(refusedPaths(String.format(tree, 1))).containsExactly("/apps(0)", "/apps(1)/role");
    assertThat(refusedPaths("{'apps':{}}")).containsExactly("/apps");
    assertThat(refusedPaths("[]")).containsExactly("/");
    assertThat(refusedPaths("{'groups':[7]}")).containsExactly("/groups(0)");
  }

  @Test
  void theRoleOfAGroupIsTheDefaultOfItsApps() {
    String tree =
        "{'id':'/data','enforceRole':%s,'groups':[{'id':'x','apps':[{'id':'db','cmd':'sleep 1'}]}]}";
    assertThat(firstApp(parse(String.format(tree, true))).role()).isEqualTo("data");
    assertThat(firstApp(parse(String.format(tree, false))).role()).isEqualTo("*");
    var root = parse("{'groups':[" + String.format(tree, true) + "]}");
    assertThat(firstApp(root.groups().orElseThrow().get(0)).role()).isEqualTo("data");
  }

  @Test
  void theRoleIsEnforcedOnTopLevelGroupsOnlyAndChangedAlone() {
    assertThat(refusedPaths("{'id':'/a/b','enforceRole':true}")).containsExactly("/enforceRole");
    assertThat(refusedPaths("{'id':'/a','groups':[{'id':'b','enforceRole':true}]}"))
        .containsExactly("/groups(0)/enforceRole");
    assertThat(refusedPaths("{'enforceRole':true}")).containsExactly("/enforceRole");
    var known =
        new SpecContext(
            SpecSettings.standard(), id -> Optional.empty(), id -> Optional.of(false), Cases.NOW);
    var change = Cases.json("{'id':'/a','enforceRole':true,'apps':[]}");
    assertThat(
            Cases.invalid(GroupParser.parse(change, GroupId.ROOT, known)).details().get(0).path())
        .isEqualTo("/enforceRole");
    var same = Cases.json("{'id':'/a','enforceRole':false,'apps':[]}");
    assertThat(Cases.valid(GroupParser.parse(same, GroupId.ROOT, known)).enforceRole())
        .contains(false);
  }

  @Test
  void patchesCarryTheRoleAlone() {
    assertThat(Cases.valid(GroupParser.parsePatch(Cases.json("{'enforceRole':true}"))))
        .contains(true);
    assertThat(Cases.valid(GroupParser.parsePatch(Cases.json("{'foo':true}")))).isEmpty();
    assertThat(Cases.invalid(GroupParser.parsePatch(Cases.json("{'enforceRole':1}"))).message())
        .isEqualTo(Parsed.INVALID_JSON);
  }

  private static AppDefinition firstApp(GroupUpdate group) {
    return group.groups().orElseThrow().get(0).apps().orElseThrow().get(0);
  }

  private static GroupUpdate parse(String json) {
    return Cases.valid(GroupParser.parse(Cases.json(json), GroupId.ROOT, CONTEXT));
  }

  private static String id(String json, GroupId base) {
    return Cases.valid(GroupParser.parse(Cases.json(json), base, CONTEXT)).id().path();
  }

  private static List<String> refusedPaths(String json) {
    return Cases.invalid(GroupParser.parse(Cases.json(json), GroupId.ROOT, CONTEXT))
        .details()
        .stream()
        .map(Violation::path)
        .toList();
  }
}
