"""post: apps of no instances, by one client and by several."""
import time

from bench.client import Loop, Requests, call, request
from bench.machine import own_cpu_seconds
from bench.place import RESOURCES, app, await_empty
from bench.processes import Setup
from bench.report import Report, percentile

HELP = "create apps of 0 instances"


def arguments(parser):
    parser.add_argument("clients", nargs="*", type=int, default=[1, 8], help="connections. Default: 1 8")
    parser.add_argument("--apps", type=int, default=8000,
                        help="in each run: a JVM is not warm before some thousands. Default: %(default)s")


def run(options):
    setup = Setup(options, 1, RESOURCES)
    reports = []
    try:
        setup.start_node()
        for clients in options.clients:
            report = Report(f"post {clients}", {"apps": options.apps})
            for number in range(options.warmups + options.runs):
                _measure(setup, options, clients, report, number < options.warmups)
            reports.append(report)
    finally:
        setup.close()
    return reports


def _measure(setup, options, clients, report, warmup):
    loop = Loop()
    paths = [f"/bench/app-{n}" for n in range(options.apps)]
    node, own, syncs = setup.node.cpu_seconds(), own_cpu_seconds(), setup.sync_count()
    begun = time.perf_counter()
    posts = Requests(loop, setup.port, clients, ((path, request("POST", "/v2/apps", app(path, 0))) for path in paths))
    loop.run(posts.done, options.limit)
    seconds = time.perf_counter() - begun
    if set(posts.statuses) != {201}:
        raise SystemExit(f"bench: POSTs were answered {dict(posts.statuses)}")
    for name, value, better in (
            ("POST/s", len(paths) / seconds, "higher"),
            ("p50, ms", percentile(posts.took, 50) * 1000, "lower"),
            ("p99, ms", percentile(posts.took, 99) * 1000, "lower"),
            ("node CPU per POST, ms", (setup.node.cpu_seconds() - node) * 1000 / len(paths), "lower"),
            ("load generator CPU, s", own_cpu_seconds() - own, ""),
            ("syncs per POST", (setup.sync_count() - syncs) / len(paths), "lower")):
        report.add(name, value, better, warmup)
    call(setup.port, "DELETE", "/v2/groups//bench?force=true")
    await_empty(setup, options.limit)
