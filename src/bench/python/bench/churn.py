"""churn: instances end all the time, and are replaced."""
import collections
import time

from bench.api import fill
from bench.client import Loop, Requests, Running, call, request
from bench.machine import own_cpu_seconds
from bench.place import RESOURCES, parse
from bench.processes import Setup
from bench.report import Report, percentile

HELP = "replace a share of all instances each minute"


def arguments(parser):
    parser.add_argument("sets", nargs="*", default=["100x1000"], metavar="AxN", help="apps x instances. Default: 100x1000")
    parser.add_argument("--agents", type=int, default=500, help="Default: 500")
    parser.add_argument("--percent", type=float, default=1, help="of all instances, each minute. Default: 1")
    parser.add_argument("--seconds", type=float, default=600, help="of each run. Default: 600")


def run(options):
    reports = []
    for text in options.sets:
        apps, instances = parse(text)
        setup = Setup(options, options.agents, RESOURCES)
        try:
            setup.start_node()
            fill(setup, apps, instances, options.limit)
            report = Report(f"churn {text}", {"agents": options.agents, "percent a minute": options.percent,
                                              "seconds": options.seconds})
            for number in range(options.warmups + options.runs):
                _measure(setup, options, apps * instances, report, number < options.warmups)
            reports.append(report)
        finally:
            setup.close()
    return reports


def _measure(setup, options, total, report, warmup):
    node = setup.node
    heap = node.heap_bytes()
    cpu, own, syncs = node.cpu_seconds(), own_cpu_seconds(), setup.sync_count()
    begun = time.monotonic()
    took = Replacements(setup, total * options.percent / 100 / 60).run(options.seconds, options.limit)
    seconds = time.monotonic() - begun
    used = node.cpu_seconds() - cpu
    syncs = setup.sync_count() - syncs
    if setup.tasks_at_master() != total:
        raise SystemExit(f"bench: {total} wanted, but {setup.tasks_at_master()} tasks run")
    for name, value, better in (
            ("replaced", len(took), ""),
            ("kill to replacement p50, ms", percentile(took, 50) * 1000, "lower"),
            ("kill to replacement p99, ms", percentile(took, 99) * 1000, "lower"),
            ("node CPU, % of one core", used / seconds * 100, "lower"),
            ("node CPU per replacement, ms", used * 1000 / len(took), "lower"),
            ("load generator CPU, s", own_cpu_seconds() - own, ""),
            ("syncs per replacement", syncs / len(took), "lower"),
            ("heap grown, MB a minute", (node.heap_bytes() - heap) / 1e6 / seconds * 60, "lower")):
        report.add(name, value, better, warmup)


class Replacements:
    """Kills evenly, and times the next start of the same app."""

    def __init__(self, setup, rate):
        self._setup, self._rate = setup, rate
        self._killed = collections.defaultdict(collections.deque)
        self._waiting = 0
        self._took = []
        self._posts = None
        self._loop = Loop()
        tasks = [(task["appId"], task["id"]) for task in call(setup.port, "GET", "/v2/tasks")[1]["tasks"]]
        step = max(1, len(tasks) // 1000)
        self._victims = [task for first in range(step) for task in tasks[first::step]]

    def run(self, seconds, limit):
        events = Running(self._loop, self._setup.port, self._started)
        self._loop.run(lambda: events.opened, 30)
        begun = time.monotonic()
        due = 0

        def tick():
            nonlocal due
            wanted = int((time.monotonic() - begun) * self._rate)
            if wanted > due and time.monotonic() - begun < seconds and (self._posts is None or self._posts.done()):
                self._kill(wanted - due)
                due = wanted

        self._loop.run(lambda: time.monotonic() - begun > seconds, seconds + 60, tick)
        complete = self._loop.run(lambda: self._waiting == 0, limit)
        events.close()
        if not complete:
            raise SystemExit(f"bench: {self._waiting} instances were not replaced within {limit} s")
        return self._took

    def _kill(self, count):
        victims, self._victims = self._victims[:count], self._victims[count:]
        now = time.perf_counter()
        for app, _ in victims:
            self._killed[app].append(now)
        self._waiting += len(victims)
        body = {"ids": [task for _, task in victims]}
        self._posts = Requests(self._loop, self._setup.port, 1,
                               [(None, request("POST", "/v2/tasks/delete", body))])

    def _started(self, app, _, at):
        if self._killed[app]:
            self._took.append(at - self._killed[app].popleft())
            self._waiting -= 1
