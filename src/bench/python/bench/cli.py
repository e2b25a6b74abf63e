"""Command line of the benchmarks."""
import argparse
import json
import pathlib
import shutil
import signal
import sys
import tempfile

from bench import api, churn, health, jmh, lose, place, plan, post, recover, ui
from bench.machine import describe
from bench.processes import build
from bench.report import compare

WORKLOADS = {"health": health, "place": place, "plan": plan, "post": post, "api": api, "churn": churn, "recover": recover, "lose": lose, "jmh": jmh, "ui": ui}


def main():
    # So that the processes of the benchmark end with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("bench: ended"))
    options = _parser().parse_args()
    if options.command == "compare":
        return _compare(options)
    build()
    made = options.data is None
    if not made:
        pathlib.Path(options.data).mkdir(parents=True, exist_ok=True)
    if made:
        parent = "/dev/shm" if options.memory else options.disk
        options.data = tempfile.mkdtemp(prefix="marathon-bench-", dir=parent)
    try:
        about = describe(options.data)
        print("\n".join(f"{key:12} {value}" for key, value in about.items()), flush=True)
        print(f"{'flags':12} {options.flags or '(none)'}, syncs +{options.slow_sync:g} ms\n", flush=True)
        about.update(flags=options.flags, slow_sync_ms=options.slow_sync, memory=options.memory)
        results = []
        for report in WORKLOADS[options.command].run(options):
            print(report.table() + "\n", flush=True)
            report.about.update(about)
            results.append(report.json())
        if options.json:
            pathlib.Path(options.json).write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    finally:
        if made:
            shutil.rmtree(options.data, ignore_errors=True)
    return 0


def _parser():
    parser = argparse.ArgumentParser(prog="bench", description="Measures Marathon on a simulated cluster.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, module in WORKLOADS.items():
        command = commands.add_parser(name, help=module.HELP, description=module.HELP)
        module.arguments(command)
        _common(command)
    comparison = commands.add_parser("compare", help="show what changed between two results")
    comparison.add_argument("a", metavar="A.json")
    comparison.add_argument("b", metavar="B.json")
    return parser


def _common(command):
    command.add_argument("--runs", type=int, default=5, help="that count. Default: 5")
    command.add_argument("--warmups", type=int, default=1, help="runs before them, shown apart. Default: 1")
    command.add_argument("--json", metavar="FILE", help="write the result here too")
    command.add_argument("--limit", type=float, default=300, metavar="S", help="give up a run after this. Default: 300")
    command.add_argument("--memory", action="store_true", help="keep the journal in memory: syncs cost nothing")
    command.add_argument("--slow-sync", type=float, default=0, metavar="MS",
                         help="make each sync of the node this much slower")
    command.add_argument("--disk", metavar="DIR", help="where to make the data directory. Default: the system's for temporary files")
    command.add_argument("--data", metavar="DIR", help="use and keep this data directory")
    command.add_argument("--flags", default="-Xmx2g", help="of the node's JVM. Default: -Xmx2g")
    command.add_argument("--cluster-flags", default="-Xmx2g", help="of the cluster's JVM. Default: -Xmx2g")
    command.add_argument("--node-arguments", default="", help="more options for 'marathon server'")


def _compare(options):
    before, after = (json.loads(pathlib.Path(path).read_text(encoding="utf-8")) for path in (options.a, options.b))
    by_name = {result["workload"]: result for result in after}
    shared = [result for result in before if result["workload"] in by_name]
    if not shared:
        print("bench: the two results have no workload in common", file=sys.stderr)
        return 1
    for result in shared:
        print(compare(result, by_name[result["workload"]]) + "\n")
    return 0
