"""place: A apps of N instances, from the first POST to the last TASK_RUNNING."""
import re
import time

from bench.client import Loop, Requests, Running, call, request
from bench.machine import own_cpu_seconds
from bench.processes import Setup
from bench.report import Report, percentile

HELP = "start A apps of N instances and delete them again"
RESOURCES = "cpus:10000;mem:10000000;disk:10000000;ports:[10000-60000]"
ATTRIBUTES = "zone:{a,b,c};rack:{1..20}"
CONSTRAINTS = {"unique": ["hostname", "UNIQUE"], "group-by": ["zone", "GROUP_BY", "3"], "like": ["rack", "LIKE", "1?[0-4]"]}


def arguments(parser):
    parser.add_argument("sets", nargs="*", default=["1x10000", "1000x10"], metavar="AxN[:C]",
                        help="apps x instances, C is unique (hostname), group-by (three zones) or like (an attribute)."
                             " Default: 1x10000 1000x10")
    parser.add_argument("--agents", type=int, default=100, help="Default: 100")
    parser.add_argument("--connections", type=int, default=8, help="that POST at once. Default: 8")
    parser.add_argument("--probe", action="store_true",
                        help="meanwhile one more connection POSTs apps of 0 instances, 20 a second")


def app(path, instances, constraint=None):
    made = {"id": path, "cmd": "sleep 1000000", "cpus": 0.01, "mem": 1, "instances": instances}
    if constraint:
        made["constraints"] = [CONSTRAINTS[constraint]]
    return made


def run(options):
    reports = []
    sets = [(text, *parse_constrained(text)) for text in options.sets]
    setup = Setup(options, options.agents, RESOURCES, ATTRIBUTES)
    try:
        setup.start_node()
        for text, apps, instances, constraint in sets:
            report = Report(f"place {text}", {"agents": options.agents, "connections": options.connections})
            for number in range(options.warmups + options.runs):
                Round(setup, options, apps, instances, constraint).measure(report, number < options.warmups)
            reports.append(report)
    finally:
        setup.close()
    return reports


def parse(text):
    found = re.fullmatch(r"(\d+)x(\d+)", text)
    if not found:
        raise SystemExit(f"bench: '{text}' is not of the form AxN, such as 1000x10")
    return int(found.group(1)), int(found.group(2))


def parse_constrained(text):
    numbers, _, constraint = text.partition(":")
    if constraint and constraint not in CONSTRAINTS:
        raise SystemExit(f"bench: '{constraint}' is none of {', '.join(CONSTRAINTS)}")
    return *parse(numbers), constraint


class Round:
    """Places everything once and removes it."""

    def __init__(self, setup, options, apps, instances, constraint):
        self.setup, self.options = setup, options
        self.paths = [f"/bench/app-{n}" for n in range(apps)]
        self.instances, self.constraint = instances, constraint
        self.wanted = apps * instances
        self.sent = {}
        self.started = []

    def measure(self, report, warmup):
        def add(name, value, better="lower"):
            report.add(name, value, better, warmup)

        node = self.setup.node
        heap = node.heap_bytes()
        before = self._used()
        seconds = self._place(add)
        used = [after - b for after, b in zip(self._used(), before)]
        add("instances/s", self.wanted / seconds, "higher")
        add("all running, s", seconds)
        add("POST to running p50, ms", percentile(self.started, 50) * 1000)
        add("POST to running p99, ms", percentile(self.started, 99) * 1000)
        for name, value in zip(("node CPU, s", "cluster CPU, s", "load generator CPU, s"), used):
            add(name, value, "lower" if name.startswith("node") else "")
        add("node CPU per instance, ms", used[0] * 1000 / self.wanted)
        add("syncs", used[3])
        add("written, MB", used[4])
        grown = node.heap_bytes() - heap
        add("heap per instance, B", grown / self.wanted)
        add("heap per app, B", grown / len(self.paths))
        add("RSS, MB", node.rss_mb())
        self._delete(add)

    def _used(self):
        node = self.setup.node
        return (node.cpu_seconds(), self.setup.cluster.cpu_seconds(), own_cpu_seconds(),
                self.setup.sync_count(), node.written_mb())

    def _place(self, add):
        loop = Loop()
        events = Running(loop, self.setup.port, lambda path, _, at: self.started.append(at - self.sent[path]))
        loop.run(lambda: events.opened, 30)
        begun = time.perf_counter()
        posts = Requests(loop, self.setup.port, min(self.options.connections, len(self.paths)),
                         ((path, request("POST", "/v2/apps", app(path, self.instances, self.constraint)))
                          for path in self.paths),
                         self.sent.__setitem__)
        probe = Probe(loop, self.setup.port) if self.options.probe else None
        complete = loop.run(lambda: len(self.started) >= self.wanted and posts.done(), self.options.limit,
                            probe and probe.tick)
        seconds = time.perf_counter() - begun
        events.close()
        if not complete:
            raise SystemExit(f"bench: only {len(self.started)} of {self.wanted} run after {seconds:.0f} s")
        if set(posts.statuses) != {201}:
            raise SystemExit(f"bench: POSTs were answered {dict(posts.statuses)}")
        at_master = self.setup.tasks_at_master()
        if at_master != self.wanted:
            raise SystemExit(f"bench: {self.wanted} wanted, but {at_master} tasks run")
        add("POST p50, ms", percentile(posts.took, 50) * 1000)
        add("POST p99, ms", percentile(posts.took, 99) * 1000)
        if probe:
            probe.finish(add)
        return seconds

    def _delete(self, add):
        begun = time.perf_counter()
        loop = Loop()
        deletes = Requests(loop, self.setup.port, min(self.options.connections, len(self.paths)),
                           ((path, request("DELETE", "/v2/apps/" + path + "?force=true")) for path in self.paths))
        loop.run(deletes.done, self.options.limit)
        if set(deletes.statuses) != {200}:
            raise SystemExit(f"bench: DELETEs were answered {dict(deletes.statuses)}")
        await_empty(self.setup, self.options.limit)
        add("all deleted, s", time.perf_counter() - begun)
        call(self.setup.port, "DELETE", "/v2/groups//bench?force=true")
        await_empty(self.setup, self.options.limit)


def await_empty(setup, limit):
    """Until no deployment and no task is left."""
    end = time.monotonic() + limit
    while call(setup.port, "GET", "/v2/deployments")[1] or setup.tasks_at_master():
        if time.monotonic() > end:
            raise SystemExit(f"bench: {setup.tasks_at_master()} tasks are left after {limit} s")
        time.sleep(0.05)


class Probe:
    """POSTs an app of no instances every 50 ms."""

    def __init__(self, loop, port):
        self._loop, self._port = loop, port
        self._next, self._number, self._posts, self._took = time.monotonic(), 0, None, []

    def tick(self):
        if time.monotonic() < self._next or (self._posts and not self._posts.done()):
            return
        if self._posts:
            self._took += self._posts.took
        self._next = time.monotonic() + 0.05
        self._number += 1
        path = f"/bench/probe-{self._number}"
        self._posts = Requests(self._loop, self._port, 1, [(path, request("POST", "/v2/apps", app(path, 0)))])

    def finish(self, add):
        if self._took:
            add("other POSTs p50, ms", percentile(self._took, 50) * 1000)
            add("other POSTs p99, ms", percentile(self._took, 99) * 1000)
