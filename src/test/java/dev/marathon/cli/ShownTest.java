package dev.marathon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people see. */
class ShownTest {

  private static JsonNode json(String text) {
    try {
      return Printer.JSON.readTree(text.replace('\'', '"'));
    } catch (com.fasterxml.jackson.core.JsonProcessingException wrong) {
      throw new AssertionError(wrong);
    }
  }

  @Test
  void columnsAreAsWideAsTheyMustBeAndColourDoesNotCount() {
    var table =
        new Table("ID", "STATUS")
            .row("/long/name", Table.Cell.of("ok", Style.GREEN))
            .row("/a", "x");

    assertThat(table.lines(false))
        .containsExactly("ID          STATUS", "/long/name  ok", "/a          x");
    assertThat(table.lines(true).get(1)).isEqualTo("/long/name  \u001b[32mok\u001b[0m");
  }

  @Test
  void textOfOthersCannotDriveTheTerminal() {
    assertThat(new Table("ID").row("a\u001b]0;title\u0007b\nc").lines(false).get(1))
        .isEqualTo("a]0;titleb c");
  }

  @Test
  void statusIsTheMostUrgentTruth() {
    var app = json("{'id':'/a','instances':2,'tasksRunning':1,'deployments':[{'id':'d'}]}");
    var waiting = json("{'delay':{'overdue':true}}");
    var delayed = json("{'delay':{'overdue':false}}");

    assertThat(Apps.status(app, Map.of("/a", delayed)).text()).isEqualTo("delayed");
    assertThat(Apps.status(app, Map.of("/a", waiting)).text()).isEqualTo("deploying");
    var settled = json("{'id':'/a','instances':2,'tasksRunning':1,'deployments':[]}");
    assertThat(Apps.status(settled, Map.of("/a", waiting)).text()).isEqualTo("waiting");
    assertThat(Apps.status(settled, Map.of()).text()).isEqualTo("running");
    assertThat(Apps.status(json("{'id':'/a','instances':0}"), Map.of()).text())
        .isEqualTo("suspended");
  }

  @Test
  void aDiffNamesFieldsAndLeavesOutWhatTheServerAdds() {
    var before =
        json("{'id':'/a','cpus':1,'env':{'A':'1','B':'2'},'fetch':[{'uri':'x'}],'version':'v1'}");
    var after = json("{'id':'/a','cpus':1.0,'env':{'A':'3'},'fetch':[{'uri':'y'}],'version':'v2'}");

    assertThat(Diff.shown(Diff.of(before, after), false))
        .containsExactly(
            "- env.A: 1", "+ env.A: 3", "- env.B: 2", "- fetch[0].uri: x", "+ fetch[0].uri: y");
    assertThat(Diff.shown(Diff.named(before, after), false)).doesNotContain("- env.B: 2");
  }

  @Test
  void progressCountsInstancesOfTheNewVersionThatAreUp() {
    var deployment =
        json(
            "{'currentStep':2,'totalSteps':3,"
                + "'currentActions':[{'action':'RestartApplication','app':'/a'}]}");
    var app =
        json(
            "{'instances':4,'versionInfo':{'lastConfigChangeAt':'2026-01-02T00:00:00.000Z'},"
                + "'healthChecks':[{}],'tasks':["
                + "{'state':'TASK_RUNNING','version':'2026-01-02T00:00:00.000Z',"
                + "'healthCheckResults':[{'alive':true}]},"
                + "{'state':'TASK_RUNNING','version':'2026-01-02T00:00:00.000Z'},"
                + "{'state':'TASK_RUNNING','version':'2026-01-01T00:00:00.000Z',"
                + "'healthCheckResults':[{'alive':true}]}]}");

    assertThat(Stages.line(deployment, app, Duration.ofSeconds(12)))
        .isEqualTo("step 2/3  RestartApplication /a  [=====               ] 1/4  12s");
    assertThat(Stages.bar(0, 0)).isEqualTo("[" + "=".repeat(20) + "]");
  }

  @Test
  void endpointsAreTheLinesThatLoadBalancersRead() {
    var tasks =
        json(
            "{'tasks':[{'appId':'/g/web','host':'h2','ports':[31001],'servicePorts':[10000],"
                + "'state':'TASK_RUNNING'},"
                + "{'appId':'/g/web','host':'h1','ports':[31000],'servicePorts':[10000],"
                + "'state':'TASK_RUNNING'},"
                + "{'appId':'/g/web','host':'h3','ports':[1],'servicePorts':[10000],"
                + "'state':'TASK_STAGING'},"
                + "{'appId':'/w','host':'h1','ports':[],'servicePorts':[],'state':'TASK_RUNNING'}]}");

    assertThat(Endpoints.lines(tasks))
        .containsExactly("g_web\t10000\th2:31001\th1:31000", "w\t \th1");
  }

  @Test
  void theBlocksOfTheHistoricalClient() {
    assertThat(Apps.legacy(json("{'apps':[]}"))).containsExactly("No apps currently running");
    assertThat(
            Apps.legacy(
                json(
                    "{'apps':[{'id':'/a','cmd':'x','instances':1,'cpus':1.0,'mem':64.0,"
                        + "'env':{'A':'1'},'constraints':[['hostname','UNIQUE']]}]}")))
        .containsExactly(
            "App ID:     a",
            "Command:    x",
            "Instances:  1",
            "CPUs:       1.0",
            "Memory:     64.0 MB",
            "ENV:        A=1",
            "Constraint: hostname:UNIQUE");
  }
}
