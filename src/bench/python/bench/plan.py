"""plan: what a change of the tree would do, told without doing it."""
import statistics
import time

from bench.client import call
from bench.place import RESOURCES, app, await_empty
from bench.processes import Setup
from bench.report import Report, percentile

HELP = "plan a group of apps that depend on each other, and one more app in a large tree"


def arguments(parser):
    parser.add_argument("--group", type=int, default=1000, help="apps of the group. Default: 1000")
    parser.add_argument("--tree", type=int, default=10000, help="apps that are there. Default: 10000")
    parser.add_argument("--times", type=int, default=200, help="one more app is planned, in each run. Default: 200")


def run(options):
    setup = Setup(options, 1, RESOURCES)
    try:
        setup.start_node()
        report = Report("plan", {"group": options.group, "tree": options.tree})
        for number in range(options.warmups + options.runs):
            report.add("one more app in an empty tree p50, ms", one_more(setup, options.times), "",
                       number < options.warmups)
        fill(setup, options.tree, options.limit)
        for number in range(options.warmups + options.runs):
            warmup = number < options.warmups
            report.add("one more app p50, ms", one_more(setup, options.times), "lower", warmup)
            report.add("group, ms", whole_group(setup, options.group), "lower", warmup)
        return [report]
    finally:
        setup.close()


def fill(setup, apps, limit):
    """Groups of a thousand apps of no instances."""
    for first in range(0, apps, 1000):
        body = group(f"/tree-{first}", min(1000, apps - first), 0)
        status, answer = call(setup.port, "POST", "/v2/groups", body)
        if status != 201:
            raise SystemExit(f"bench: the group was answered {status} {answer}")
        await_empty(setup, limit)


def group(path, apps, instances):
    """Each app but every tenth depends on the one before it. Without ports: there are only 10,001 service ports."""
    made = {"id": path, "apps": [{**app(f"{path}/app-{n}", instances), "portDefinitions": []} for n in range(apps)]}
    for n, one in enumerate(made["apps"]):
        if n % 10:
            one["dependencies"] = [f"{path}/app-{n - 1}"]
    return made


def one_more(setup, times):
    took = [dry_run(setup, "POST", "/v2/apps", app("/more/one", 1))[0] for _ in range(times)]
    return percentile(took, 50) * 1000


def whole_group(setup, apps):
    body = group("/more/group", apps, 1)
    took, steps = zip(*(dry_run(setup, "PUT", "/v2/groups/more/group", body) for _ in range(5)))
    if any(len(found) != 11 for found in steps):
        raise SystemExit(f"bench: the plan has {len(steps[0])} steps, not 11")
    return statistics.median(took) * 1000


def dry_run(setup, method, path, body):
    begun = time.perf_counter()
    status, answer = call(setup.port, method, path + "?dryRun=true", body)
    took = time.perf_counter() - begun
    if status != 200:
        raise SystemExit(f"bench: {path} was answered {status} {answer}")
    return took, answer["steps"]
