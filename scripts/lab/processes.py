"""The laboratory: a store, a Mesos cluster and Marathon nodes, each a process of its own on this machine."""

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time

import stores
from ports import ROOT, free_port, wait_for
from web import call

JAR = os.path.join(ROOT, "target", "marathon-1.12.0.jar")

CLASSES = None  # a class path instead of the jar
TASKS = 0       # that are going to run


def heap(tasks):
    """MiB for a node, or for the cluster of simulated agents: 5 kB per task live, and as much to collect.

    >>> heap(30), heap(10_000), heap(100_000)
    (512, 512, 1384)
    """
    return max(512, 384 + tasks // 100)


def java():
    """JAVA_OPTS may say otherwise: of two sizes of the heap the last counts."""
    home = os.environ.get("JAVA_HOME")
    command = [os.path.join(home, "bin", "java") if home else "java", f"-Xmx{heap(TASKS)}m"]
    return command + os.environ.get("JAVA_OPTS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1").split() + (
        ["-cp", CLASSES, "dev.marathon.Main"] if CLASSES
        else ["-XX:SharedArchiveFile=" + JAR.replace("-1.12.0.jar", ".jsa"), "-Xlog:cds=off", "-jar", JAR])


class Mesos:
    """The embedded cluster as a process of its own."""

    def __init__(self, directory, options):
        self.port = free_port()
        self.options = options
        self.data = os.path.join(directory, "mesos")
        self.log = os.path.join(directory, "mesos.log")
        self.process = None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                java() + ["local", "--cluster-only", "--master-port", str(self.port),
                          "--data", self.data] + self.options, stdout=log, stderr=log)
        wait_for("Mesos", self._answers)
        return self

    def _answers(self):
        if self.process.poll() is not None:
            raise SystemExit(f"drill: the Mesos cluster ended, see {self.log}")
        return call("GET", self.url + "/health").status == 200

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)  # ends the tasks, too
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()


class Node:
    """One Marathon, started again a second after it ended, as systemd does.

    inside: what to put in front of the command, such as a network namespace to start it in
    """

    def __init__(self, name, directory, arguments, host="127.0.0.1", inside=(), environment=None):
        self.name = name
        self.host = host
        self.inside = list(inside)
        self.environment = environment or {}
        self.port = free_port()
        self.data = os.path.join(directory, name)
        self.arguments = list(arguments) + ["--http-port", str(self.port), "--http-address", host,
                                            "--hostname", host, "--cluster-port", str(free_port()),
                                            "--data", self.data]
        self.log = os.path.join(directory, f"{name}.log")
        self.process = None
        self.codes = []
        self.lives = []  # [start, end or None] of each process
        self.stopping = False
        self.restart = True

    @property
    def url(self):
        return f"http://{self.host}:{self.port}"

    @property
    def pid(self):
        return self.process.pid

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.inside + java() + ["server"] + self.arguments, stdout=log, stderr=log,
                env={**os.environ, **self.environment})
        life = [time.time(), None]
        self.lives.append(life)
        threading.Thread(target=self._watch, args=(self.process, life), daemon=True).start()
        return self

    def _watch(self, process, life):
        code = process.wait()
        life[1] = time.time()
        again = self.restart
        self.codes.append(code)
        time.sleep(1)
        if again and not self.stopping:
            self.start()

    def signal(self, number):
        self.process.send_signal(number)

    def leads(self, timeout=1.0):
        return call("GET", self.url + "/v1/debug/isLeader", timeout=timeout).body == b"true"

    def ready(self):
        return call("GET", self.url + "/readyz", timeout=1.0).status == 200

    def said(self, text, since=0.0):
        """Seconds since 1970 at which its log says this, the first time after a moment; None if not."""
        return next((at for at, line in log_lines(self.log) if at >= since and text in line), None)

    def stop(self):
        self.stopping = True
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)


def log_lines(file):
    """(seconds since 1970, line) of each line that begins with a time."""
    with open(file, errors="replace") as lines:
        for line in lines:
            try:
                at = time.mktime(time.strptime(line[:19], "%Y-%m-%d %H:%M:%S")) + int(line[20:23]) / 1000
            except ValueError:
                continue
            yield at, line


class Lab:
    """Everything together; what it started ends with it."""

    def __init__(self, nodes=3, mesos=(), options=(), directory=None, store="postgresql"):
        if not CLASSES and not os.path.exists(JAR):
            subprocess.run([os.path.join(ROOT, "scripts", "marathon"), "--version"], check=True,
                           stdout=subprocess.DEVNULL)
        self.directory = directory or tempfile.mkdtemp(prefix="marathon-drill-")
        os.makedirs(self.directory, exist_ok=True)
        self.keep = directory is not None
        self.options = list(options)
        self.count = nodes
        self.nodes = []
        self.mesos = Mesos(self.directory, list(mesos))
        self.store = stores.KINDS[store](self.directory, self.store_host())

    # What other laboratories do otherwise.

    def store_host(self):
        return "127.0.0.1"

    def master(self):
        return self.mesos.url

    def node(self, number):
        return Node(f"node-{number}", self.directory, self.arguments())

    def arguments(self):
        return ["--master", self.master()] + self.store.options() + self.options

    def __enter__(self):
        atexit.register(self.close)
        self.store.start()
        self.mesos.start()
        for i in range(self.count):
            self.nodes.append(self.node(i + 1).start())
        self.whole()
        return self

    def leader(self):
        """The node that leads; waits for one."""
        return wait_for("a leader", lambda: next((n for n in self.nodes if n.leads()), None))

    def whole(self, limit=180):
        """Waits until every node stands by or leads."""
        wait_for("a whole cluster", lambda: self.leader() and all(n.ready() for n in self.nodes), limit)

    def urls(self):
        return [n.url for n in self.nodes]

    def close(self):
        for node in self.nodes:
            node.stop()
        self.mesos.stop()
        self.store.stop()
        if not self.keep:
            shutil.rmtree(self.directory, True)

    def __exit__(self, *failure):
        self.close()
