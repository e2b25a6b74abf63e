"""api: how fast lists are read, by wrk."""
import re
import shutil
import subprocess
import threading
import time

from bench.client import call
from bench.machine import ROOT, own_cpu_seconds
from bench.place import RESOURCES, app, parse
from bench.processes import Setup
from bench.report import Report

HELP = "read lists (needs wrk)"
LINE = re.compile(r"^BENCH (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)$", re.M)


def arguments(parser):
    parser.add_argument("sets", nargs="*", default=["200x5"], metavar="AxN", help="apps x instances. Default: 200x5")
    parser.add_argument("--paths", default="/v2/apps,/v2/apps!,/v2/apps//bench/app-0,/v2/tasks,/v2/groups",
                        help="comma-separated; one that ends in ! is asked for with the ETag of its last answer."
                             " Default: %(default)s")
    parser.add_argument("--connections", type=int, default=8, help="Default: 8")
    parser.add_argument("--seconds", type=int, default=5, help="per run. Default: 5")
    parser.add_argument("--agents", type=int, default=100, help="Default: 100")
    parser.add_argument("--churn", type=float, default=0, metavar="N", help="kill N instances a second meanwhile")
    parser.add_argument("--header", action="append", default=[], help="to send too, such as 'Accept-Encoding: gzip'")


def run(options):
    if shutil.which("wrk") is None:
        raise SystemExit("bench: 'wrk' is needed to read fast enough (Debian: apt-get install wrk)")
    reports = []
    for text in options.sets:
        apps, instances = parse(text)
        setup = Setup(options, options.agents, RESOURCES)
        try:
            setup.start_node()
            fill(setup, apps, instances, options.limit)
            for path in options.paths.split(","):
                reports.append(_read(setup, options, text, path))
        finally:
            setup.close()
            shutil.rmtree(setup.directory / "node", ignore_errors=True)
    return reports


def fill(setup, apps, instances, limit):
    """Groups of a thousand apps, one after the other, each until all of it runs."""
    for first in range(0, apps, 1000):
        last = min(apps, first + 1000)
        group = {"id": "/bench" if first == 0 else f"/bench-{first}"}
        group["apps"] = [app(f"{group['id']}/app-{n}", instances) for n in range(first, last)]
        status, answer = call(setup.port, "POST", "/v2/groups", group)
        if status != 201:
            raise SystemExit(f"bench: the group was answered {status} {answer}")
        await_running(setup, last * instances, limit)


def await_running(setup, tasks, limit):
    end = time.monotonic() + limit
    while call(setup.port, "GET", "/v2/deployments")[1] or setup.tasks_at_master() < tasks:
        if time.monotonic() > end:
            raise SystemExit(f"bench: {setup.tasks_at_master()} of {tasks} run after {limit} s")
        time.sleep(0.2)


def _read(setup, options, text, path):
    conditional = path.endswith("!")
    path = path.rstrip("!")
    report = Report(f"api {text} {path}" + (" unchanged" if conditional else ""),
                    {"connections": options.connections, "churn": options.churn, "headers": options.header})
    headers = list(options.header)
    if conditional:
        tag = _etag(setup, path)
        if tag is None:
            return report
        headers.append("If-None-Match: " + tag)
    with Churn(setup, options.churn):
        for number in range(options.warmups + options.runs):
            _wrk(setup, options, path, headers, report, number < options.warmups)
    return report


def _wrk(setup, options, path, headers, report, warmup):
    node, own = setup.node.cpu_seconds(), own_cpu_seconds()
    command = ["wrk", "-t1", f"-c{options.connections}", f"-d{options.seconds}s", "--latency", "--timeout", "30s",
               "-s", str(ROOT / "src/bench/wrk/latency.lua")]
    for header in ["Accept: application/json", *headers]:
        command += ["-H", header]
    output = subprocess.run([*command, f"http://127.0.0.1:{setup.port}{path}"],
                            capture_output=True, text=True, check=True).stdout
    requests, micros, p50, p99, refused, broken = map(int, LINE.search(output).groups())
    if refused or broken:
        raise SystemExit(f"bench: {path}: {refused} answers of 400 and above, {broken} broken connections")
    transfer = re.search(r"([\d.]+)(K|M|G)?B read", output)
    size = float(transfer.group(1)) * {"K": 1e3, "M": 1e6, "G": 1e9, None: 1}[transfer.group(2)] / max(1, requests)
    for name, value, better in (
            ("requests/s", requests * 1e6 / micros, "higher"), ("p50, ms", p50 / 1000, "lower"),
            ("p99, ms", p99 / 1000, "lower"),
            ("node CPU per request, ms", (setup.node.cpu_seconds() - node) * 1000 / max(1, requests), "lower"),
            ("load generator CPU, s", own_cpu_seconds() - own, ""), ("answer, kB", size / 1000, "")):
        report.add(name, value, better, warmup)


def _etag(setup, path):
    import http.client
    connection = http.client.HTTPConnection("127.0.0.1", setup.port, timeout=60)
    connection.request("GET", path, headers={"Accept": "application/json"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.getheader("ETag")


class Churn:
    """Kills instances evenly, as long as it is open."""

    def __init__(self, setup, rate):
        self._setup, self._rate, self._end = setup, rate, threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        if self._rate:
            self._thread.start()

    def __exit__(self, *_):
        self._end.set()
        if self._rate:
            self._thread.join()

    def _run(self):
        tasks = []
        while not self._end.wait(1):
            if len(tasks) < self._rate:
                tasks = [task["id"] for task in call(self._setup.port, "GET", "/v2/tasks")[1]["tasks"]]
            victims = [tasks.pop() for _ in range(min(int(self._rate), len(tasks)))]
            call(self._setup.port, "POST", "/v2/tasks/delete", {"ids": victims})
