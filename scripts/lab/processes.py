"""The laboratory: PostgreSQL, a Mesos cluster and Marathon nodes, each a process of its own on this machine."""

import atexit
import glob
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

from web import call

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
JAR = os.path.join(ROOT, "target", "marathon-1.12.0.jar")


def free_port(host="127.0.0.1"):
    with socket.socket() as s:
        s.bind((host, 0))
        return s.getsockname()[1]


def wait_for(what, condition, limit=90.0, pause=0.05):
    end = time.time() + limit
    while time.time() < end:
        found = condition()
        if found:
            return found
        time.sleep(pause)
    raise SystemExit(f"drill: {what} did not happen within {limit:.0f} s")


CLASSES = None  # a class path instead of the jar


def java():
    home = os.environ.get("JAVA_HOME")
    command = [os.path.join(home, "bin", "java") if home else "java"]
    return command + os.environ.get("JAVA_OPTS", "-Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1").split() + (
        ["-cp", CLASSES, "dev.marathon.Main"] if CLASSES else ["-jar", JAR])


class Postgres:
    """A PostgreSQL of our own: Debian's binaries, a fresh directory, synced commits."""

    def __init__(self, directory, host="127.0.0.1"):
        found = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
        if not found:
            raise SystemExit("drill: no PostgreSQL on this machine (Debian: apt-get install postgresql)")
        self.binaries = found[-1]
        # PostgreSQL refuses to run as root, and its directory must be reachable for its own user.
        self.directory = tempfile.mkdtemp(prefix="marathon-drill-pg-")
        atexit.register(shutil.rmtree, self.directory, True)
        self.host, self.port = host, free_port()
        self.log = os.path.join(directory, "postgres.log")
        self.user = []
        if os.geteuid() == 0:
            shutil.chown(self.directory, "postgres")
            self.user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]
        self.data = os.path.join(self.directory, "data")
        subprocess.run(
            self.user + [self.binaries + "/initdb", "-D", self.data, "-U", "marathon", "-A", "trust", "-E", "UTF8"],
            check=True, stdout=subprocess.DEVNULL)
        with open(os.path.join(self.data, "pg_hba.conf"), "a") as hba:
            hba.write("host all all 10.0.0.0/8 trust\n")
        self.process = None

    @property
    def url(self):
        return f"postgresql://{self.host}:{self.port}/postgres"

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.user + [self.binaries + "/postgres", "-D", self.data, "-p", str(self.port), "-k", self.directory,
                             "-c", f"listen_addresses={self.host}", "-c", "max_connections=200"],
                stdout=log, stderr=log)
        wait_for("PostgreSQL", lambda: subprocess.run(
            [self.binaries + "/pg_isready", "-q", "-h", self.host, "-p", str(self.port)]).returncode == 0)
        return self

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(30)


class Mesos:
    """The embedded cluster as a process of its own."""

    def __init__(self, directory, options, host="127.0.0.1"):
        self.port = free_port()
        self.host = host
        self.options = options
        self.data = os.path.join(directory, "mesos")
        self.log = os.path.join(directory, "mesos.log")
        self.process = None

    @property
    def url(self):
        return f"http://{self.host}:{self.port}"

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                java() + ["local", "--cluster-only", "--master-port", str(self.port),
                          "--data", self.data] + self.options, stdout=log, stderr=log)
        wait_for("Mesos", lambda: call("GET", f"http://127.0.0.1:{self.port}/health").status == 200)
        return self

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)  # ends the tasks, too
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()


class Node:
    """One Marathon, started again a second after it ended, as systemd does."""

    def __init__(self, name, directory, arguments, host="127.0.0.1", inside=()):
        self.name = name
        self.host = host
        self.inside = list(inside)
        self.port = free_port()
        self.arguments = list(arguments) + ["--http-port", str(self.port), "--http-address", host,
                                            "--hostname", host, "--cluster-port", str(free_port())]
        self.log = os.path.join(directory, f"{name}.log")
        self.process = None
        self.codes = []
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
                self.inside + java() + ["server"] + self.arguments, stdout=log, stderr=log)
        threading.Thread(target=self._watch, args=(self.process,), daemon=True).start()
        return self

    def _watch(self, process):
        self.codes.append(process.wait())
        time.sleep(1)
        if not self.stopping and self.restart:
            self.start()

    def signal(self, number):
        self.process.send_signal(number)

    def leads(self, timeout=1.0):
        return call("GET", self.url + "/v1/debug/isLeader", timeout=timeout).body == b"true"

    def ready(self):
        return call("GET", self.url + "/readyz", timeout=1.0).status == 200

    def stop(self):
        self.stopping = True
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)


class Lab:
    """Everything together; what it started ends with it."""

    def __init__(self, nodes=3, mesos=(), options=(), directory=None):
        if not CLASSES and not os.path.exists(JAR):
            subprocess.run([os.path.join(ROOT, "scripts", "marathon"), "--version"], check=True,
                           stdout=subprocess.DEVNULL)
        self.directory = directory or tempfile.mkdtemp(prefix="marathon-drill-")
        os.makedirs(self.directory, exist_ok=True)
        self.keep = directory is not None
        self.postgres = Postgres(self.directory)
        self.mesos = Mesos(self.directory, list(mesos))
        self.options = list(options)
        self.count = nodes
        self.nodes = []

    def arguments(self):
        return ["--master", self.mesos.url, "--store", self.postgres.url, "--set", "store.user=marathon"] + self.options

    def __enter__(self):
        atexit.register(self.close)
        self.postgres.start()
        self.mesos.start()
        for i in range(self.count):
            self.nodes.append(Node(f"node-{i + 1}", self.directory, self.arguments()).start())
        self.whole()
        return self

    def leader(self):
        """The node that leads; waits for one."""
        return wait_for("a leader", lambda: next((n for n in self.nodes if n.leads()), None))

    def whole(self):
        """Waits until every node stands by or leads."""
        wait_for("a whole cluster", lambda: self.leader() and all(n.ready() for n in self.nodes), 180)

    def urls(self):
        return [n.url for n in self.nodes]

    def close(self):
        for node in self.nodes:
            node.stop()
        self.mesos.stop()
        self.postgres.stop()
        if not self.keep:
            shutil.rmtree(self.directory, True)

    def __exit__(self, *failure):
        self.close()
