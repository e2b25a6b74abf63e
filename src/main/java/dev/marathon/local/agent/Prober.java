package dev.marathon.local.agent;

import dev.marathon.base.Unhandled;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Makes probes of processes of this machine. */
final class Prober {

  private final ExecutorService pool;
  private final Supervisor supervisor;
  private final Launcher launcher;

  Prober(ExecutorService pool, Supervisor supervisor, Launcher launcher) {
    this.pool = pool;
    this.supervisor = supervisor;
    this.launcher = launcher;
  }

  /** Makes the probe once. The result always comes, and never fails. */
  CompletableFuture<ProbeResult> probe(Launch launch, Probe probe, Duration timeout) {
    return CompletableFuture.completedFuture(probe)
        .thenComposeAsync(asked -> begin(launch, asked, timeout), pool)
        .exceptionally(failure -> new ProbeResult.Nothing());
  }

  private CompletableFuture<ProbeResult> begin(Launch launch, Probe probe, Duration timeout) {
    if (probe instanceof Probe.Command command) {
      return command(launch, command, timeout);
    }
    if (probe instanceof Probe.Http http) {
      return CompletableFuture.completedFuture(HttpProbe.get(http, timeout));
    }
    if (probe instanceof Probe.Tcp tcp) {
      return CompletableFuture.completedFuture(
          new ProbeResult.Connection(HttpProbe.connects(tcp, timeout)));
    }
    throw new Unhandled(probe);
  }

  private CompletableFuture<ProbeResult> command(
      Launch launch, Probe.Command probe, Duration timeout) {
    Process process;
    try {
      process =
          supervisor.run(
              launcher.checkOrder(launch, probe.command()),
              ProcessBuilder.Redirect.DISCARD,
              ProcessBuilder.Redirect.DISCARD);
    } catch (IOException | LaunchFailure e) {
      return CompletableFuture.completedFuture(new ProbeResult.Nothing());
    }
    return process
        .onExit()
        .<ProbeResult>thenApply(ended -> new ProbeResult.Exit(ended.exitValue()))
        .completeOnTimeout(new ProbeResult.Nothing(), timeout.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((result, failure) -> killTree(process));
  }

  private static void killTree(Process process) {
    if (process.isAlive()) {
      Stream.concat(process.descendants(), Stream.of(process.toHandle()))
          .forEach(ProcessHandle::destroyForcibly);
    }
  }
}
