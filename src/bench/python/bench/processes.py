"""The two Java processes of a benchmark: a simulated cluster, and the node that is measured."""
import os
import pathlib
import re
import signal
import struct
import subprocess
import time

from bench.client import call
from bench.machine import ROOT

SCRIPT = ROOT / "scripts/marathon"
JAR = ROOT / "target/marathon-1.12.0.jar"
JAVA = [  # As scripts/marathon starts it.
    "java", "-XX:+ExitOnOutOfMemoryError", "-XX:FreqInlineSize=50", f"-XX:SharedArchiveFile={ROOT}/target/marathon.jsa",
    "-Xlog:cds=off",
]
TICKS = os.sysconf("SC_CLK_TCK")


def build():
    """Brings the jar up to date, as scripts/marathon does."""
    subprocess.run([str(SCRIPT), "--version"], stdout=subprocess.DEVNULL, check=True)


class Java:
    """A running JVM of ours."""

    def __init__(self, log, flags, arguments, environment=None, stdin=None):
        self.log = pathlib.Path(log)
        self.log.unlink(missing_ok=True)  # What is awaited must not be found in what an earlier one printed.
        self.begun = time.monotonic()
        with open(self.log, "ab") as out:
            self.process = subprocess.Popen(
                [*JAVA, *flags, "-jar", str(JAR), *arguments],
                stdin=stdin, stdout=out, stderr=subprocess.STDOUT, env={**os.environ, **(environment or {})})

    def wait_for(self, pattern, seconds=60):
        """The match of a regular expression in what the process printed."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = re.search(pattern, self.log.read_text(encoding="utf-8"))
            if found:
                return found
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise SystemExit(f"bench: '{pattern}' did not appear in {self.log}")

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def rss_mb(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024

    def written_mb(self):
        """What the process gave the disk to write."""
        text = pathlib.Path(f"/proc/{self.process.pid}/io").read_text(encoding="ascii")
        return int(re.search(r"\bwrite_bytes: (\d+)", text).group(1)) / 1e6

    def heap_bytes(self):
        """Live heap: what a full collection leaves."""
        for _ in range(2):
            self.jcmd("GC.run")
        return int(re.search(r"used (\d+)K", self.jcmd("GC.heap_info")).group(1)) * 1024

    def jcmd(self, *command):
        done = subprocess.run(["jcmd", str(self.process.pid), *command], capture_output=True, text=True, check=True)
        return done.stdout

    def kill(self):
        """As a crash would."""
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()


class Setup:
    """A simulated cluster and a node that uses it, each a process of its own."""

    def __init__(self, options, agents, resources, attributes="", start_delay="10ms", more=()):
        """`more` are options of the cluster."""
        self.options = options
        self.directory = pathlib.Path(options.data)
        self.directory.mkdir(parents=True, exist_ok=True)
        self.syncs = self.directory / "syncs"
        self.syncs.write_bytes(bytes(8))
        self.shim = self._shim()
        self.cluster = Java(
            self.directory / "cluster.log", options.cluster_flags.split(),
            ["local", "--cluster-only", "--simulate", "--agents", str(agents), "--resources", resources,
             "--attributes", attributes, "--start-delay", start_delay, "--kill-delay", start_delay, "--master-port", "0",
             "--data", str(self.directory / "cluster"), *more], stdin=subprocess.PIPE)
        self.node = None
        try:
            self.master = self.cluster.wait_for(r"Mesos API on (http://\S+)").group(1)
        except SystemExit:
            self.close()
            raise

    def _shim(self):
        library = self.directory / "syncs.so"
        source = ROOT / "src/bench/c/syncs.c"
        try:
            subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", str(library), str(source), "-ldl"], check=True)
        except FileNotFoundError:
            raise SystemExit("bench: a C compiler ('cc') is needed to count syncs") from None
        return library

    def start_node(self):
        """Returns the seconds from exec to ready."""
        log = self.directory / "node.log"
        self.node = Java(
            log, self.options.flags.split(),
            ["server", "--master", self.master, "--http-port", "0", "--data", str(self.directory / "node"),
             *self.options.node_arguments.split()],
            {"LD_PRELOAD": str(self.shim), "BENCH_SYNCS": str(self.syncs),
             "BENCH_SYNC_DELAY_US": str(int(self.options.slow_sync * 1000))})
        self.port = int(self.node.wait_for(r"Marathon listens on http://\S+:(\d+)").group(1))
        while call(self.port, "GET", "/readyz")[0] != 200:
            time.sleep(0.01)
        return time.monotonic() - self.node.begun

    def sync_count(self):
        return struct.unpack("=Q", self.syncs.read_bytes()[:8])[0]

    def fault(self, line):
        """Orders a fault of a cluster that was started with --faults; returns when it has happened."""
        self.cluster.process.stdin.write(line.encode() + b"\n")
        self.cluster.process.stdin.flush()
        answer = self.cluster.wait_for(f"(?m)^.*{re.escape(line)}.*$").group(0)
        if answer != "done " + line:
            raise SystemExit(f"bench: the cluster answers: {answer}")

    def tasks_at_master(self):
        """Tasks that the cluster itself counts as running."""
        port = int(self.master.rsplit(":", 1)[1])
        return int(call(port, "GET", "/metrics/snapshot")[1]["master/tasks_running"])

    def close(self):
        for java in (self.node, self.cluster):
            if java is not None and java.process.poll() is None:
                java.stop()
