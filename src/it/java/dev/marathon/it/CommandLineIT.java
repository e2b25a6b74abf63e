package dev.marathon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client's commands, each as a process of its own, through pipes. */
class CommandLineIT {

  private record Ran(int code, String out, String err) {}

  private static final String ROOMY = "cpus:64;mem:65536;disk:100000;ports:[10000-20000]";

  @TempDir Path directory;
  private String url;
  private NodeProcess running;

  private Ran run(String... arguments) throws Exception {
    var command = Program.command(List.of(arguments));
    var out = Files.createTempFile(directory, "cli", ".out");
    var err = Files.createTempFile(directory, "cli", ".err");
    var builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("MARATHON_HOST", url);
    builder.environment().put("MARATHON_CONFIG", directory.resolve("client.yaml").toString());
    var process = builder.start();
    process.getOutputStream().close();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(String.join(" ", arguments)).isTrue();
    return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private Ran works(String... arguments) throws Exception {
    var ran = run(arguments);
    assertThat(ran.code()).as(() -> ran + "\n" + running).isZero();
    return ran;
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  @Test
  void theLifeOfAnAppThroughTheCommandLine() throws Exception {
    try (var node = NodeProcess.local(directory, "--simulate", "--resources", ROOMY)) {
      running = node;
      url = "http://127.0.0.1:1";
      var nobody = run("list");
      assertThat(nobody.code()).isEqualTo(6);
      assertThat(nobody.err()).contains("cannot reach Marathon at http://127.0.0.1:1");

      // The line of the first README, with the server right of the command.
      var base = node.api().root();
      works(
          "start", "-i", "chronos", "-u", "https://example.org/chronos.tgz", "-C", "./bin/demo x",
          "-c", "1.0", "-m", "1024", "-H", base);
      url = base;
      assertThat(works("list").out()).contains("/chronos");

      var scaled = works("scale", "chronos", "+2", "--wait");
      assertThat(scaled.err()).contains("Scaling app 'chronos' to 3 instances", "Deployed in");
      assertThat(works("list").out()).containsPattern("/chronos +running +3/3");
      assertThat(works("endpoints").out()).startsWith("chronos\t10000\t");
      assertThat(works("-o", "json", "list_tasks", "-i", "chronos").out().lines().count())
          .isGreaterThan(10);

      works("update", "chronos", "env.MODE=1", "cpus=0.5", "--wait");
      assertThat(works("versions", "chronos", "--diff").out())
          .contains("- cpus: 1.0", "+ cpus: 0.5", "+ env");
      works("rollback", "chronos", "--wait");
      assertThat(works("show", "chronos", "-o", "yaml").out()).contains("cpus: 1.0");

      works("suspend", "chronos", "--wait");
      assertThat(works("list").out()).containsPattern("/chronos +suspended +0/0");
      works("resume", "chronos", "--wait");
      assertThat(works("list").out()).containsPattern("/chronos +running +3/3");
      assertThat(works("kill_tasks", "-i", "chronos", "-H", "nowhere").out()).doesNotContain("_app");

      assertThat(run("start", "-i", "chronos", "-C", "sleep 1").code()).isEqualTo(4);
      assertThat(run("show", "nope").code()).isEqualTo(3);
      assertThat(run("scale", "chronos", "many").code()).isEqualTo(2);
      var invalid = run("update", "chronos", "cpus=-1");
      assertThat(invalid.code()).isEqualTo(1);
      assertThat(invalid.err()).contains("/cpus");

      assertThat(works("stop", "chronos", "--wait").err()).contains("Stopping app 'chronos'");
      assertThat(works("list", "-o", "legacy").out()).isEqualTo("No apps currently running\n");
    }
  }

  @Test
  void filesArePlannedAppliedAndTheExitCodeTellsPendingChanges() throws Exception {
    try (var node = NodeProcess.local(directory, "--simulate", "--resources", ROOMY)) {
      running = node;
      url = node.api().root();
      var web =
          file("web.yaml", "id: /shop/web\ncmd: serve ${PORT0}\ninstances: ${count}\ncpus: 0.1\n");
      var variable = "count=2";

      var before = run("plan", web.toString(), "--var", variable);
      assertThat(before.code()).isEqualTo(1);
      assertThat(before.out()).contains("+ instances: 2", "1. StartApplication /shop/web");
      works("apply", web.toString(), "--var", variable, "--wait");
      assertThat(run("plan", web.toString(), "--var", variable).code()).isZero();
      assertThat(works("apply", web.toString(), "--var", variable).err()).contains("unchanged");

      file("web.yaml", "id: /shop/web\ncmd: serve other\ninstances: 2\ncpus: 0.1\n");
      assertThat(run("plan", web.toString()).out())
          .contains("- cmd: serve ${PORT0}", "+ cmd: serve other", "RestartApplication");
      works("group", "scale", "/shop", "2", "--wait");
      assertThat(works("group", "list").out()).contains("/shop/web  4/4");

      var broken = run("apply", file("broken.json", "{\"id\": }").toString());
      assertThat(broken.code()).isEqualTo(2);
      assertThat(broken.err()).contains("broken.json, line 1");
      assertThat(run("plan", file("bad.json", "{\"id\":\"/x\",\"cpus\":-1}").toString()).code())
          .isEqualTo(2);
      works("group", "remove", "/shop", "--wait");
    }
  }

  @Test
  void whatWaitsSaysWhyAndTheServerIsSeen() throws Exception {
    try (var node = NodeProcess.local(directory, "--simulate", "--resources", ROOMY)) {
      running = node;
      url = node.api().root();
      works("start", "-i", "big", "-C", "sleep 1", "-c", "100000");
      org.awaitility.Awaitility.await()
          .until(() -> works("why", "big").out().contains("InsufficientCpus"));
      var deployment = works("deployment", "list", "-o", "json");
      assertThat(deployment.out()).contains("ScaleApplication");
      assertThat(run("deployment", "watch", "--timeout", "1").code()).isEqualTo(8);
      var locked = run("scale", "big", "2");
      assertThat(locked.code()).isEqualTo(4);
      assertThat(locked.err()).contains("held by deployment");
      works("scale", "big", "0", "--force", "--wait");

      assertThat(works("events", "--since", "0", "--limit", "1").out()).isNotEmpty();
      assertThat(works("info").out()).contains("1.12.0");
      assertThat(works("ping").out()).isEqualTo("pong\n");
      assertThat(works("api", "GET", "/v2/leader").out()).contains("leader");
      works("context", "add", "here", url);
      assertThat(works("context", "list").out()).contains("*", "here");
      assertThat(works("completion").out()).contains("complete -F");
    }
  }
}
