"""recover: how soon a fresh JVM serves again, and what it costs to do nothing then."""
import os
import re
import subprocess
import time

from bench.api import fill
from bench.place import RESOURCES, parse
from bench.processes import Setup
from bench.report import Report

HELP = "restart after kill -9 with many apps and instances, then idle"


def arguments(parser):
    parser.add_argument("sets", nargs="*", default=["10000x10"], metavar="AxN", help="apps x instances. Default: 10000x10")
    parser.add_argument("--agents", type=int, default=500, help="Default: 500")
    parser.add_argument("--settle", type=float, default=80, metavar="S",
                        help="time from ready to rest, which has a line of its own: Mesos is asked about every task at once, and "
                        "about all of them a minute later. Default: 80")
    parser.add_argument("--idle", type=float, default=60, metavar="S", help="time at rest. Default: 60")
    parser.add_argument("--rest", type=float, default=15, metavar="S",
                        help="time between the last start and the first kill: owners at rest take snapshots after 5 to 10 s. "
                        "0 is a crash under load. Default: 15")
    parser.add_argument("--cold", action="store_true", help="empty the page cache before each start (needs root)")


def run(options):
    reports = []
    for text in options.sets:
        apps, instances = parse(text)
        setup = Setup(options, options.agents, RESOURCES)
        try:
            setup.start_node()
            heap = setup.node.heap_bytes()
            fill(setup, apps, instances, options.limit)
            report = Report(f"recover {text}", {"agents": options.agents, "rest": options.rest, "cold": options.cold})
            grown = setup.node.heap_bytes() - heap
            report.add("heap per instance, B", grown / (apps * instances))
            report.add("heap per app, B", grown / apps)
            journal = sum(file.stat().st_size for file in (setup.directory / "node").rglob("*journal*"))
            report.add("journal, MB", journal / 1e6, "")
            time.sleep(options.rest)
            for number in range(options.warmups + options.runs):
                _measure(setup, options, report, number < options.warmups)
            _idle(setup, options, report)
            reports.append(report)
        finally:
            setup.close()
    return reports


def _measure(setup, options, report, warmup):
    setup.node.kill()
    if options.cold:
        os.sync()
        subprocess.run(["sh", "-c", "echo 1 >/proc/sys/vm/drop_caches"], check=True)
    exec_to_ready = setup.start_node()
    text = setup.node.log.read_text(encoding="utf-8")
    report.add("exec to ready, s", exec_to_ready, "lower", warmup)
    begun, ended = (_time(re.search(r"^\S+ (\S+) .*" + what, text, re.M).group(1))
                    for what in ("take-over: epoch", "take-over complete"))
    report.add("take-over to ready, s", ended - begun, "lower", warmup)
    report.add("CPU to ready, s", setup.node.cpu_seconds(), "lower", warmup)


def _idle(setup, options, report):
    before = setup.node.cpu_seconds()
    time.sleep(options.settle)
    report.add(f"CPU in the first {options.settle:.0f} s, s", setup.node.cpu_seconds() - before)
    before = setup.node.cpu_seconds()
    time.sleep(options.idle)
    report.add("CPU at rest, % of one core", (setup.node.cpu_seconds() - before) / options.idle * 100)
    report.add("RSS, MB", setup.node.rss_mb())


def _time(text):
    hours, minutes, seconds = text.replace(",", ".").split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
