"""A network to break: each node in a namespace of its own, all on one bridge; store, Mesos and clients at the bridge.

The drill itself runs in a namespace, too, so that nothing of it is seen by the machine's own network. Needs root (or
CAP_SYS_ADMIN and CAP_NET_ADMIN), `ip` and `iptables`.
"""

import atexit
import os
import shutil
import subprocess
import sys

MARK = "DRILL_NET"  # not MARATHON_: nodes take those for settings
CLIENT, STORE, MESOS = "10.213.0.1", "10.213.0.2", "10.213.0.3"


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def why_not():
    """What this machine lacks; None if nothing."""
    for tool in ("ip", "iptables", "unshare"):
        if not shutil.which(tool):
            return f"there is no '{tool}' (Debian: apt-get install iproute2 iptables util-linux)"
    tried = subprocess.run(["unshare", "--net", "sh", "-c", "ip link add probe0 type veth peer name probe1 && iptables -L -n"],
                           stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    return None if tried.returncode == 0 else tried.stderr.decode().strip()


def enter():
    """Starts this program again in a namespace of its own, unless it is in one."""
    if not os.environ.get(MARK):
        os.environ[MARK] = "1"
        os.execvp("unshare", ["unshare", "--net", "--", sys.executable] + sys.argv)


class Net:
    def __init__(self):
        self.names = []
        run("ip", "link", "set", "lo", "up")
        run("ip", "link", "add", "hub", "type", "bridge")
        for address in (CLIENT, STORE, MESOS):
            run("ip", "address", "add", address + "/24", "dev", "hub")
        run("ip", "link", "set", "hub", "up")
        atexit.register(self.close)

    @staticmethod
    def address(number):
        return f"10.213.0.{10 + number}"

    def add(self, number):
        """A namespace for a node; answers what to put in front of a command that runs there."""
        name = f"marathon-drill-{os.getpid()}-{number}"
        run("ip", "netns", "add", name)
        self.names.append(name)
        run("ip", "link", "add", f"node{number}", "type", "veth", "peer", "name", "eth0", "netns", name)
        run("ip", "link", "set", f"node{number}", "master", "hub", "up")
        run("ip", "-n", name, "address", "add", self.address(number) + "/24", "dev", "eth0")
        run("ip", "-n", name, "link", "set", "eth0", "up")
        run("ip", "-n", name, "link", "set", "lo", "up")
        return ["ip", "netns", "exec", name]

    @staticmethod
    def cut(node, others, hears=False, speaks=False):
        """From now on a node neither hears nor reaches these addresses, unless it still hears or speaks."""
        for other in others:
            if not hears:
                run(*node.inside, "iptables", "-w", "-A", "INPUT", "-s", other, "-j", "DROP")
            if not speaks:
                run(*node.inside, "iptables", "-w", "-A", "OUTPUT", "-d", other, "-j", "DROP")

    def heal(self):
        for name in self.names:
            run("ip", "netns", "exec", name, "iptables", "-w", "-F")

    def close(self):
        for name in self.names:
            subprocess.run(["ip", "netns", "delete", name], stderr=subprocess.DEVNULL)
        self.names = []
