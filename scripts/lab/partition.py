"""Partitions: parts of the network fail between nodes, store and Mesos, in both directions or in one."""

import time

import web
from judge import Act, overlaps, reigns
from net import MESOS, STORE, Net
from ports import wait_for
from processes import Lab, Node
from relay import Relay


# Until a write is accepted by whoever leads now; machines that do something else meanwhile are slow.
LONGEST = 90


def cases():
    """name -> (what it says, cut(net, leader, standbys), whether the leader has to stay, has to stop or either)."""
    def all_of(nodes):
        return [node.host for node in nodes]
    return {
        "peers": ("leader | standbys", lambda net, a, b: net.cut(a, all_of(b)), "either"),
        "peers-deaf": ("leader does not hear the standbys", lambda net, a, b: net.cut(a, all_of(b), speaks=True), "either"),
        "peers-mute": ("standbys do not hear the leader", lambda net, a, b: net.cut(a, all_of(b), hears=True), "either"),
        "one-peer": ("leader | one standby", lambda net, a, b: net.cut(a, [b[0].host]), "either"),
        "store": ("leader | store", lambda net, a, b: net.cut(a, [STORE]), "stop"),
        "store-deaf": ("leader does not hear the store", lambda net, a, b: net.cut(a, [STORE], speaks=True), "stop"),
        "store-mute": ("store does not hear the leader", lambda net, a, b: net.cut(a, [STORE], hears=True), "stop"),
        "mesos": ("leader | Mesos", lambda net, a, b: net.cut(a, [MESOS]), "stay"),
        "mesos-deaf": ("leader does not hear Mesos", lambda net, a, b: net.cut(a, [MESOS], speaks=True), "stay"),
        "alone": ("leader | all but clients", lambda net, a, b: net.cut(a, all_of(b) + [STORE, MESOS]), "stop"),
        "standby": ("one standby | all but clients", lambda net, a, b: net.cut(b[0], all_of([a] + b[1:]) + [STORE, MESOS]),
                    "stay"),
    }


class NetLab(Lab):
    """A laboratory whose nodes are in namespaces, and whose Mesos is behind a relay that keeps books."""

    def __init__(self, *arguments, **options):
        self.net = Net()
        self.relay = None
        super().__init__(*arguments, **options)

    def store_host(self):
        return STORE

    def master(self):
        if not self.relay:
            self.relay = Relay((MESOS, 0), ("127.0.0.1", self.mesos.port))
        return self.relay.url

    def node(self, number):
        inside = self.net.add(number)
        return Node(f"node-{number}", self.directory, self.arguments(), self.net.address(number), inside)

    def close(self):
        super().close()
        self.net.close()


def acts(lab, load):
    names = {node.host: node.name for node in lab.nodes}
    writes = [Act(names[w.by.split(":")[0]], w.begin, w.begin, w.end) for w in load.writes()]
    calls = [Act(names[c.host], c.opened, c.at, c.at) for c in list(lab.relay.calls) if c.host in names]
    return writes, calls


def lives(lab):
    return {node.name: [tuple(life) for life in node.lives] for node in lab.nodes}


def partition(lab, load, seconds, chosen, margin):
    """margin: a leader without the store stops acting within this many seconds."""
    columns = ["cut", "leader", "last act", "ended", "next write", "next call", "late calls", "healed, whole after"]
    rows, problems = [], []
    for name in chosen:
        _, cut, expected = cases()[name]
        row, wrong = one(lab, load, seconds, cut, expected, margin)
        rows.append([name] + row)
        problems += [f"{name}: {w}" for w in wrong]
    writes, calls = acts(lab, load)
    for what, done in (("accepted writes", writes), ("called Mesos", calls)):
        found, _ = reigns(done, lives(lab))
        problems += [f"{x.node} and {y.node} both {what}, from {y.first:.3f} to {min(x.last, y.last):.3f}"
                     for x, y in overlaps(found)]
    return columns, rows, problems


def one(lab, load, seconds, cut, expected, margin):
    leader = lab.leader()
    standbys = [node for node in lab.nodes if node is not leader]
    ends = len(leader.codes)
    late_before = sum(late(lab, load))
    moment = time.time()
    cut(lab.net, leader, standbys)

    def first(done):
        """Of those who lead now."""
        stays = len(leader.codes) == ends
        return min((a.end for a in done if a.begin > moment and (stays or a.node != leader.name)), default=None)
    while time.time() - moment < seconds or (time.time() - moment < LONGEST and not first(acts(lab, load)[0])):
        time.sleep(0.1)
    stayed = len(leader.codes) == ends
    ended = None if stayed else leader.lives[ends][1] - moment
    writes, calls = acts(lab, load)
    problems = []
    if expected == ("stop" if stayed else "stay"):
        problems.append(f"the leader {'did not stop' if stayed else 'ended'}")
    last = None
    if not stayed:
        last = max((a.end for a in writes + calls
                    if a.node == leader.name and moment < a.end and a.begin <= leader.lives[ends][1]),
                   default=moment) - moment
        if expected == "stop" and last > margin:
            problems.append(f"the leader acted for another {last:.2f} s, allowed are {margin:.2f} s")
    nexts = [first(writes), first(calls)]
    if not nexts[0]:
        problems.append("no write was accepted as long as it lasted")
    lab.net.heal()
    healed = time.time()
    lab.whole()
    agreed(lab)
    whole = time.time() - healed
    through_all(lab, load)
    return ["stayed" if stayed else "stopped", blank(last), blank(ended)] + [
        n - moment if n else "" for n in nexts] + [str(sum(late(lab, load)) - late_before), whole], problems


def blank(number):
    return "" if number is None else number


def late(lab, load):
    return [reigns(done, lives(lab))[1] for done in acts(lab, load)]


def agreed(lab):
    """All nodes name the same leader."""
    def named():
        return {web.call("GET", node.url + "/ping", timeout=1).headers.get("X-Marathon-Leader") for node in lab.nodes}
    wait_for("one leader that all know", lambda: len(names := named()) == 1 and None not in names)


def through_all(lab, load):
    """Every node passes a write on."""
    for node in lab.nodes:
        wait_for(f"a write through {node.name}", lambda: web.call(
            "PUT", node.url + f"/v2/apps/{load.prefix}/scaled?force=true", {"instances": 2}).status == 200, 30)
