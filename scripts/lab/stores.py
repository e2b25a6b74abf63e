"""The stores of the laboratory: PostgreSQL and Cassandra, each with synced writes and data of its own."""

import atexit
import glob
import os
import shutil
import signal
import subprocess
import tempfile

from ports import ROOT, free_port, wait_for


class Postgres:
    """Debian's binaries, a fresh directory, synced commits."""

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

    def options(self):
        return ["--store", f"postgresql://{self.host}:{self.port}/postgres", "--set", "store.user=marathon"]

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
        """As a crash does."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(30)


OPENS = """
java.base/java.lang.module java.base/jdk.internal.loader java.base/jdk.internal.ref java.base/jdk.internal.reflect
java.base/jdk.internal.math java.base/jdk.internal.module java.base/jdk.internal.util.jar java.base/jdk.internal.misc
java.base/sun.nio.ch java.base/java.io java.base/java.nio java.base/java.util java.base/java.util.concurrent
java.base/java.util.concurrent.atomic java.base/java.lang java.base/java.lang.reflect java.base/java.net
jdk.management/com.sun.management.internal""".split()

EXPORTS = """
java.base/jdk.internal.misc java.management/com.sun.jmx.remote.security java.rmi/sun.rmi.registry
java.rmi/sun.rmi.server java.rmi/sun.rmi.transport.tcp java.sql/java.sql java.base/java.lang.ref
java.base/java.lang.reflect jdk.unsupported/sun.misc""".split()

SETTINGS = """
cluster_name: drill
num_tokens: 1
partitioner: org.apache.cassandra.dht.Murmur3Partitioner
seed_provider:
  - class_name: org.apache.cassandra.locator.SimpleSeedProvider
    parameters:
      - seeds: "{host}:{storage}"
listen_address: {host}
rpc_address: {host}
native_transport_port: {port}
storage_port: {storage}
endpoint_snitch: SimpleSnitch
commitlog_sync: batch
commitlog_segment_size: 32MiB
auto_snapshot: false
data_file_directories: [{directory}/data]
commitlog_directory: {directory}/commitlog
saved_caches_directory: {directory}/caches
hints_directory: {directory}/hints
cdc_raw_directory: {directory}/cdc
"""


class Cassandra:
    """One host of the release from Maven Central (the first time it is downloaded), in a JVM of its own."""

    def __init__(self, directory, host="127.0.0.1", heap="1g"):
        self.host, self.port, self.heap = host, free_port(), heap
        self.log = os.path.join(directory, "cassandra.log")
        self.directory = tempfile.mkdtemp(prefix="marathon-drill-cassandra-")
        atexit.register(shutil.rmtree, self.directory, True)
        with open(os.path.join(self.directory, "cassandra.yaml"), "w") as settings:
            settings.write(SETTINGS.format(host=host, port=self.port, storage=free_port(), directory=self.directory))
        libraries = os.path.join(self.directory, "libraries")
        subprocess.run(
            ["mvn", "-q", "-B", "-f", os.path.join(ROOT, "src/it/cassandra/pom.xml"),
             "org.apache.maven.plugins:maven-dependency-plugin:build-classpath", "-Dmdep.outputFile=" + libraries],
            check=True)
        with open(libraries) as file:
            self.libraries = file.read().strip()
        self.process = None

    def options(self):
        return ["--store", f"cassandra://{self.host}:{self.port}/marathon"]

    def start(self):
        home = os.environ.get("JAVA_HOME")
        command = [os.path.join(home, "bin", "java") if home else "java", f"-Xms{self.heap}", f"-Xmx{self.heap}",
                   "-Xss512k", "-XX:+UseG1GC", "-Djdk.attach.allowAttachSelf=true"]
        command += [f"--add-exports={module}=ALL-UNNAMED" for module in EXPORTS]
        command += [f"--add-opens={module}=ALL-UNNAMED" for module in OPENS]
        command += [f"-Dcassandra.config=file://{self.directory}/cassandra.yaml",
                    f"-Dcassandra.storagedir={self.directory}", "-Dcassandra-foreground=yes",
                    "-Dcassandra.skip_wait_for_gossip_to_settle=0", "-Dcassandra.ring_delay_ms=100",
                    "-Dcassandra.initial_token=0", "-Dcassandra.superuser_setup_delay_ms=0",
                    "-cp", self.libraries, "org.apache.cassandra.service.CassandraDaemon"]
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        wait_for("Cassandra", self._listens, 180, 0.2)
        return self

    def _listens(self):
        if self.process.poll() is not None:
            raise SystemExit(f"drill: Cassandra ended, see {self.log}")
        with open(self.log, errors="replace") as log:
            return "Starting listening for CQL clients" in log.read()

    def stop(self):
        """As a crash does."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait(30)


KINDS = {"postgresql": Postgres, "cassandra": Cassandra}
