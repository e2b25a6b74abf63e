"""What goes wrong on one machine alone: its disk is full, its clock is set."""

import os
import shutil
import struct
import subprocess
import time
from email.utils import parsedate_to_datetime

import web
from ports import wait_for
from processes import Lab, Node


def whole_again(lab, load, since):
    """All nodes are there, and a write was accepted that was asked for after the moment; seconds until then."""
    wait_for("a write that is accepted", lambda: load.first_write_after(since), 90)
    lab.whole()
    return load.first_write_after(since).end - since


def longest_gap(load, begin, end):
    """The longest time without an accepted write."""
    ends = sorted(w.end for w in load.writes() if begin <= w.end <= end)
    return max(b - a for a, b in zip([begin] + ends, ends + [end]))


class DiskLab(Lab):
    """Each node has a small disk of its own for its data directory, its log and its temporary files. Needs root (mount)."""

    SIZE = 8 << 20

    def disk(self, number):
        return os.path.join(self.directory, f"disk-{number}")

    def node(self, number):
        disk = self.disk(number)
        os.makedirs(disk)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={self.SIZE}", "tmpfs", disk], check=True)
        return Node(f"node-{number}", disk, self.arguments(),
                    environment={"JDK_JAVA_OPTIONS": "-Djava.io.tmpdir=" + disk})

    def close(self):
        for node in self.nodes:
            node.stop()
        for number in range(1, self.count + 1):
            if os.path.ismount(self.disk(number)):
                subprocess.run(["umount", "--lazy", self.disk(number)])
        super().close()


def fill(disk):
    with open(os.path.join(disk, "fill"), "wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            pass


def disk_full(lab, load, seconds):
    """The disk of the leader is full for a while, then that of a standby which has to take over meanwhile."""
    rows, problems = [], []
    leader = lab.leader()
    standby = next(node for node in lab.nodes if node is not leader)
    for whose, node in (("leader", leader), ("standby, leader killed", standby)):
        ends = len(node.codes)
        disk = os.path.dirname(node.log)
        begin = time.time()
        fill(disk)
        if node is standby:
            lab.leader().signal(9)
        time.sleep(seconds)
        gap = longest_gap(load, begin, time.time())
        if len(node.codes) > ends:
            problems.append(f"the {whose} with the full disk ended with code {node.codes[-1]}")
        os.remove(os.path.join(disk, "fill"))
        rows.append([whose, gap, whole_again(lab, load, time.time())])
    return ["disk full", "longest time without a write", "write after there is room"], rows, problems


class ClockLab(Lab):
    """The wall clock of each node is its own: a small library (clock.c) that it loads says what time it is.

    libfaketime would do the same, but a node spins under it: it breaks timed waits.
    """

    def library(self):
        library = os.path.join(self.directory, "clock.so")
        if not os.path.exists(library):
            source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "clock.c")
            subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", library, source], check=True)
        return library

    def clock(self, name):
        return os.path.join(self.directory, f"clock-{name}")

    def node(self, number):
        name = f"node-{number}"
        with open(self.clock(name), "wb") as file:
            file.write(struct.pack("q", 0))
        return Node(name, self.directory, self.arguments(),
                    environment={"LD_PRELOAD": self.library(), "CLOCK_OFFSET": self.clock(name)})

    def set(self, name, seconds):
        """In place: the node has the file mapped."""
        with open(self.clock(name), "r+b") as file:
            file.write(struct.pack("q", seconds))

    @staticmethod
    def shows(node):
        """Seconds by which a node's clock is ahead, by the Date of its answers."""
        date = web.call("GET", node.url + "/ping", timeout=1).headers.get("Date")
        return parsedate_to_datetime(date).timestamp() - time.time() if date else None


def clock_lacks():
    """What this machine lacks for it; None if nothing."""
    return None if shutil.which("cc") else "there is no C compiler (Debian: apt-get install gcc libc6-dev)"


HOUR = 3600


def clock(lab, load, seconds):
    """The leader's clock is set an hour ahead, back, an hour behind; then a standby's, which has to take over."""
    rows, problems = [], []

    def jump(what, node, offset, kill=None):
        ends = len(node.codes)
        begin = time.time()
        lab.set(node.name, offset)
        wait_for("the new time", lambda: abs((lab.shows(node) or 0) - offset) < 60, 30)
        if kill:
            kill.signal(9)
        time.sleep(seconds)
        end = time.time()
        if len(node.codes) > ends:
            problems.append(f"{what}: the node ended with code {node.codes[-1]}")
        whole_again(lab, load, end)
        rows.append([what, longest_gap(load, begin, end), sum(begin <= w.end <= end for w in load.writes())])

    leader = lab.leader()
    standby = next(node for node in lab.nodes if node is not leader)
    jump("leader, an hour ahead", leader, HOUR)
    jump("leader, right again", leader, 0)
    jump("leader, an hour behind", leader, -HOUR)
    jump("leader, right again", leader, 0)
    jump("standby, an hour ahead", standby, HOUR)
    others = [node for node in lab.nodes if node not in (leader, standby)]
    for node in others:
        lab.set(node.name, HOUR)
    jump("standby, an hour ahead, takes over", standby, HOUR, leader)
    for node in others:
        lab.set(node.name, 0)
    successor = lab.leader()
    jump("successor, right again", successor, 0)
    return ["clock", "longest time without a write", "writes"], rows, problems
