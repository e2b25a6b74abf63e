"""lose: many agents vanish at once, and come back later."""
import time

from bench.api import await_running, fill
from bench.client import Loop, Running, call
from bench.place import RESOURCES, parse
from bench.processes import Setup
from bench.report import Report

HELP = "a fifth of the agents vanish at once and come back"


def arguments(parser):
    parser.add_argument("sets", nargs="*", default=["20x1000"], metavar="AxN", help="apps x instances. Default: 20x1000")
    parser.add_argument("--agents", type=int, default=1000, help="Default: 1000")
    parser.add_argument("--percent", type=int, default=20, help="of the agents that vanish. Default: 20")
    parser.add_argument("--away", type=float, default=300, metavar="S", help="from vanishing to coming back. Default: 300")
    parser.add_argument("--agent-timeout", type=float, default=5, metavar="S",
                        help="silence after which an agent is unreachable. Default: 5")


def run(options):
    reports = []
    for text in options.sets:
        apps, instances = parse(text)
        report = Report(f"lose {text}", {"agents": options.agents, "percent": options.percent, "away, s": options.away})
        setup = Setup(options, options.agents, RESOURCES,
                      more=["--faults", "--agent-timeout", f"{options.agent_timeout:g}s"])
        try:
            setup.start_node()
            fill(setup, apps, instances, options.limit)
            for number in range(options.warmups + options.runs):
                _Loss(setup, options, apps * instances).measure(report, number < options.warmups)
        finally:
            setup.close()
        reports.append(report)
    return reports


class _Loss:
    def __init__(self, setup, options, wanted):
        self.setup, self.options, self.wanted = setup, options, wanted
        self.lost = set()
        self.first = None
        self.replaced = 0
        self.last = 0.0
        self.loop = Loop()
        self.load = _Load(setup.node)

    def measure(self, report, warmup):
        def add(name, value, better="lower"):
            report.add(name, value, better, warmup)

        gone = max(1, self.options.agents * self.options.percent // 100)
        node, syncs = self.setup.node, self.setup.sync_count()
        events = Running(self.loop, self.setup.port, self._running, self._unreachable)
        self.loop.run(lambda: events.opened, 30)
        cpu, begun = node.cpu_seconds(), time.monotonic()
        self.setup.fault(f"freeze 0-{gone - 1}")
        quiet = self.options.agent_timeout + 2
        replaced = self.loop.run(
            lambda: self.first and self.replaced >= len(self.lost) and time.perf_counter() - self.last > 2,
            self.options.limit + quiet, self.load.tick)
        if not replaced:
            raise SystemExit(f"bench: {self.replaced} of {len(self.lost)} lost tasks were replaced")
        add("tasks lost", len(self.lost), "")
        add("first UNREACHABLE to all replaced, s", self.last - self.first)
        add("node CPU until then, s", node.cpu_seconds() - cpu)
        add("peak CPU of a second, %", self.load.peak)
        add("syncs", self.setup.sync_count() - syncs)
        self.loop.run(lambda: time.monotonic() - begun > self.options.away, self.options.away + 60, self.load.tick)
        self._back(add, gone)
        events.close()

    def _back(self, add, gone):
        begun = time.monotonic()
        self.setup.fault(f"back 0-{gone - 1}")
        surplus, ended = 0, begun
        while time.monotonic() - begun < self.options.limit:
            tasks = self.setup.tasks_at_master()
            surplus = max(surplus, tasks - self.wanted)
            if tasks != self.wanted:
                ended = time.monotonic()
            elif time.monotonic() - ended > 3:
                break
            time.sleep(0.05)
        else:
            raise SystemExit(f"bench: {self.setup.tasks_at_master()} tasks run, {self.wanted} are wanted")
        await_running(self.setup, self.wanted, self.options.limit)
        add("surplus of tasks that came back", surplus, "")
        add("back to the wanted count, s", ended - begun)
        shown = call(self.setup.port, "GET", "/v2/tasks?status=running&limit=1")[0]
        if shown != 200:
            raise SystemExit(f"bench: the list of tasks was answered {shown}")

    def _unreachable(self, _, task, at):
        self.first = self.first or at
        self.last = at
        self.lost.add(task)

    def _running(self, _, task, at):
        if self.first and task not in self.lost:
            self.replaced += 1
            self.last = at


class _Load:
    """The node's CPU, second by second."""

    def __init__(self, node):
        self._node, self._at, self._cpu, self.peak = node, time.monotonic(), node.cpu_seconds(), 0.0

    def tick(self):
        now = time.monotonic()
        if now - self._at >= 1:
            cpu = self._node.cpu_seconds()
            self.peak = max(self.peak, (cpu - self._cpu) / (now - self._at) * 100)
            self._at, self._cpu = now, cpu
