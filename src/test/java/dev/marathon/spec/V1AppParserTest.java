package dev.marathon.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marathon.base.AppId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class V1AppParserTest {

  private static final SpecContext CONTEXT = SpecContext.empty(SpecSettings.standard(), Cases.NOW);

  @Test
  void stringsAreTakenForNumbers() {
    var app =
        parse(
            "{'id':'sleep','cmd':'sleep 600','instances':'1','mem':' 128 ','cpus':'0.1','disk':''}");
    assertThat(app.id()).isEqualTo(new AppId("/sleep"));
    assertThat(app.instances()).isEqualTo(1);
    assertThat(app.mem()).isEqualTo(128);
    assertThat(app.cpus()).isEqualTo(0.1);
    assertThat(app.disk()).isZero();
    assertThat(app.servicePorts()).containsExactly(0);
  }

  @Test
  void theCountIsZeroIfAbsent() {
    assertThat(parse("{'id':'a','cmd':'sleep 1'}").instances()).isZero();
  }

  @Test
  void idsOfTheTimeAreAccepted() {
    for (String id : List.of("Rails", "my_app.v2-x", "Sleep", "0", "a--", "x.")) {
      assertThat(parse("{'id':'" + id + "','cmd':'sleep 1'}").id().path()).isEqualTo("/" + id);
    }
  }

  @Test
  void otherIdsAreRefused() {
    assertThat(errors("{'cmd':'sleep 1'}")).containsExactly(new V1Error("id", "may not be empty"));
    assertThat(errors("{'id':'','cmd':'sleep 1'}"))
        .containsExactly(new V1Error("id", "may not be empty"));
    assertThat(errors("{'id':'a/b','cmd':'sleep 1'}"))
        .containsExactly(new V1Error("id", "must match \"^[A-Za-z0-9_.-]+$\""));
    for (String id : List.of("a b", "..", ".", "tasks", "a".repeat(2000))) {
      assertThat(errors("{'id':'" + id + "','cmd':'sleep 1'}"))
          .extracting(V1Error::attribute)
          .containsExactly("id");
    }
    assertThat(errors("[]")).extracting(V1Error::attribute).containsExactly("id");
  }

  @Test
  void everyMistakeIsNamedByTheFieldOfV1() {
    assertThat(
            errors(
                "{'id':'a','instances':'1.5','cpus':'much','mem':-1,'ports':['70000'],"
                    + "'uris':'x','cmd':{},'env':{'A':[]},'healthChecks':[{'portIndex':'b'}]}"))
        .extracting(V1Error::attribute)
        .contains("cpus", "uris", "cmd", "env.A", "healthChecks[0].portIndex");
    assertThat(errors("{'id':'a','cmd':'sleep 1','instances':'1.5','mem':-1,'ports':['70000']}"))
        .extracting(V1Error::attribute)
        .containsExactlyInAnyOrder("instances", "mem", "ports[0]");
    assertThat(errors("{'id':'a','cmd':'sleep 1','instances':'-1'}"))
        .containsExactly(new V1Error("instances", "must be greater than or equal to 0"));
    assertThat(errors("{'id':'a','cmd':'sleep 1','uris':['not a uri']}"))
        .extracting(V1Error::attribute)
        .containsExactly("uris[0]");
    assertThat(errors("{'id':'a','cmd':'sleep 1','ports':[7,7]}"))
        .extracting(V1Error::attribute)
        .containsExactly("ports");
    assertThat(errors("{'id':'a'}")).containsExactly(new V1Error("cmd", "may not be empty"));
    assertThat(errors("{'id':'a','cmd':'sleep 1','mem':'1e999999999'}"))
        .extracting(V1Error::attribute)
        .containsExactly("mem");
  }

  @Test
  void fieldsThatOnlyV2HasAreNotDroppedInSilence() {
    assertThat(errors("{'id':'a','cmd':'sleep 1','labels':{'a':'b'}}"))
        .extracting(V1Error::attribute)
        .containsExactly("labels");
    parse("{'id':'a','cmd':'sleep 1','port':7,'tasksRunning':3,'version':'x','other':[]}");
  }

  @Test
  void portsAreServicePorts() {
    assertThat(parse("{'id':'a','cmd':'sleep 1','ports':['0',9000]}").servicePorts())
        .containsExactly(0, 9000);
    assertThat(parse("{'id':'a','cmd':'sleep 1','ports':[]}").servicePorts()).isEmpty();
  }

  @Test
  void scalarsOfTheEnvironmentAreTexts() {
    assertThat(parse("{'id':'a','cmd':'sleep 1','env':{'A':1,'B':true,'C':'x'}}").env())
        .isEqualTo(
            Map.of(
                "A", new EnvValue.Text("1"),
                "B", new EnvValue.Text("true"),
                "C", new EnvValue.Text("x")));
  }

  @Test
  void constraintsHaveTwoOrThreeFieldsAndAnEmptyValueIsNone() {
    var app =
        parse(
            "{'id':'a','cmd':'sleep 1','constraints':[['hostname','unique',''],"
                + "['rack','CLUSTER',null],['rack','LIKE','r.*']]}");
    assertThat(app.constraints())
        .extracting(Constraint::operator)
        .containsExactly(
            Constraint.Operator.UNIQUE, Constraint.Operator.CLUSTER, Constraint.Operator.LIKE);
    assertThat(app.constraints().get(0).value()).isEmpty();
    assertThat(errors("{'id':'a','cmd':'sleep 1','constraints':[['rack',0,null]]}"))
        .extracting(V1Error::attribute)
        .containsExactly("constraints");
  }

  @Test
  void rateLimitsBecomeBackOffs() {
    assertThat(parse("{'id':'a','cmd':'sleep 1','taskRateLimit':0.1}").backoffSeconds())
        .isEqualTo(10);
    var slow = parse("{'id':'a','cmd':'sleep 1','taskRateLimit':'0.001'}");
    assertThat(slow.backoffSeconds()).isEqualTo(1000);
    assertThat(slow.maxLaunchDelaySeconds()).isEqualTo(1000);
    assertThat(parse("{'id':'a','cmd':'sleep 1','taskRateLimit':50}").backoffSeconds())
        .isEqualTo(1);
    for (String rate : List.of("0", "-1", "'x'")) {
      assertThat(errors("{'id':'a','cmd':'sleep 1','taskRateLimit':" + rate + "}"))
          .extracting(V1Error::attribute)
          .containsExactly("taskRateLimit");
    }
  }

  @Test
  void containersBecomeDockerContainers() {
    var app =
        parse(
            "{'id':'a','executor':'/x','container':{'image':'docker:///busybox:1','options':"
                + "['-v','/a:/b','--hostname=h','--privileged','--dns','8.8.8.8','--rm']}}");
    var docker = app.container().flatMap(Container::docker).orElseThrow();
    assertThat(app.container().orElseThrow().type()).isEqualTo(Container.Type.DOCKER);
    assertThat(docker.image()).isEqualTo("busybox:1");
    assertThat(docker.privileged()).isTrue();
    assertThat(docker.parameters())
        .containsExactly(
            new Container.Parameter("volume", "/a:/b"),
            new Container.Parameter("hostname", "h"),
            new Container.Parameter("dns", "8.8.8.8"),
            new Container.Parameter("rm", "true"));
    assertThat(app.executor()).isEqualTo("/x");
    assertThat(errors("{'id':'a','cmd':'sleep 1','container':{'image':'busybox'}}"))
        .extracting(V1Error::attribute)
        .containsExactly("container.image");
    assertThat(
            errors(
                "{'id':'a','cmd':'sleep 1','container':{'image':'docker:///b','options':['-Z']}}"))
        .extracting(V1Error::attribute)
        .containsExactly("container.options[0]");
    assertThat(parse("{'id':'a','cmd':'sleep 1','container':null}").container()).isEmpty();
  }

  @Test
  void healthChecksHaveTheDefaultsOfTheTime() {
    var check = parse("{'id':'a','cmd':'sleep 1','healthChecks':[{}]}").healthChecks().get(0);
    assertThat(check.protocol()).isEqualTo(HealthCheck.Protocol.HTTP);
    assertThat(check.path()).contains("/");
    assertThat(check.portIndex()).contains(0);
    assertThat(check.gracePeriodSeconds()).isEqualTo(15);
    assertThat(check.intervalSeconds()).isEqualTo(10);
    assertThat(check.timeoutSeconds()).isEqualTo(20);
    assertThat(check.maxConsecutiveFailures()).isEqualTo(3);
    assertThat(errors("{'id':'a','cmd':'sleep 1','healthChecks':[{'portIndex':'4'}]}"))
        .extracting(V1Error::attribute)
        .containsExactly("healthChecks[0]");
  }

  @Test
  void scalingNeedsACount() {
    assertThat(Cases.valid(scale("{'id':'a','instances':'2','cmd':[]}")))
        .isEqualTo(new V1AppParser.Scale(new AppId("/a"), 2));
    for (String bad :
        List.of(
            "{'id':'a'}",
            "{'id':'a','instances':''}",
            "{'id':'a','instances':-1}",
            "{'id':'a','instances':'x'}",
            "{'id':'a','instances':100001}")) {
      assertThat(V1Error.of(Cases.invalid(scale(bad))))
          .isNotEmpty()
          .extracting(V1Error::attribute)
          .containsOnly("instances");
    }
    assertThat(V1Error.of(Cases.invalid(scale("{'instances':1}"))))
        .containsExactly(new V1Error("id", "may not be empty"));
  }

  @Test
  void appsInGroupsCanBeStoppedByTheirPath() {
    assertThat(Cases.valid(V1AppParser.parseId(Cases.json("{'id':'prod/web'}"))))
        .isEqualTo(new AppId("/prod/web"));
    assertThat(Cases.valid(V1AppParser.parseId(Cases.json("{'id':'Rails'}"))))
        .isEqualTo(new AppId("/Rails"));
    for (String bad : List.of("{'id':'/'}", "{'id':'a/../..'}", "{'id':'a/b c'}", "{}", "7")) {
      assertThat(V1Error.of(Cases.invalid(V1AppParser.parseId(Cases.json(bad)))))
          .extracting(V1Error::attribute)
          .containsExactly("id");
    }
  }

  @Test
  void whatIsWrittenHasTheFieldsOfTheTime() {
    var app =
        parse(
            "{'id':'Rails','cmd':'rails s','instances':'2','mem':64,'ports':[0,9000],"
                + "'env':{'FOO':'BAR'},'uris':['http://h/a.tgz'],'taskRateLimit':0.5,"
                + "'constraints':[['hostname','UNIQUE']],'healthChecks':[{'protocol':'TCP'}]}");
    assertThat(V1AppJson.write(app))
        .isEqualTo(
            Cases.json(
                "{'id':'Rails','cmd':'rails s','env':{'FOO':'BAR'},'instances':2,'cpus':1.0,"
                    + "'mem':64.0,'disk':0.0,'executor':'','constraints':[['hostname','UNIQUE']],"
                    + "'uris':['http://h/a.tgz'],'ports':[0,9000],'taskRateLimit':0.5,"
                    + "'container':null,'healthChecks':[{'protocol':'TCP','portIndex':0,"
                    + "'gracePeriodSeconds':15,'intervalSeconds':10,'timeoutSeconds':20,"
                    + "'maxConsecutiveFailures':3}],'version':'2024-05-06T07:08:09.010Z'}"));
  }

  @Test
  void whatIsWrittenIsReadBack() {
    for (String body :
        List.of(
            "{'id':'Rails','cmd':'rails s','instances':'2','ports':[],'taskRateLimit':0.25}",
            "{'id':'b','container':{'image':'docker:///b','options':['-e','A=b','--privileged']}}",
            "{'id':'c','cmd':'sleep 1','healthChecks':[{'path':'/x'},{'protocol':'TCP'}],'ports':[0]}")) {
      var app = parse(body);
      assertThat(Cases.valid(V1AppParser.parse(V1AppJson.write(app), CONTEXT))).isEqualTo(app);
    }
  }

  private static AppDefinition parse(String json) {
    return Cases.valid(V1AppParser.parse(Cases.json(json), CONTEXT));
  }

  private static List<V1Error> errors(String json) {
    return V1Error.of(Cases.invalid(V1AppParser.parse(Cases.json(json), CONTEXT)));
  }

  private static Parsed<V1AppParser.Scale> scale(String json) {
    return V1AppParser.parseScale(Cases.json(json), SpecSettings.standard());
  }
}
