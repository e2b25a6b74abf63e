"""health: the checks that Marathon runs itself, on many targets, some of which hang."""
import subprocess

from bench.machine import ROOT
from bench.report import Report

HELP = "probe many targets every 10 s"
BETTER = {"checks/s": "", "interval p50, s": ""}


def arguments(parser):
    parser.add_argument("--targets", type=int, default=10000, help="Default: 10000")
    parser.add_argument("--hanging", type=int, default=1000, help="of them, which never answer. Default: 1000")
    parser.add_argument("--seconds", type=int, default=60, help="per run, after 20 to settle. Default: 60")


def run(options):
    """The targets are in the same process, but their CPU is not counted."""
    subprocess.run(["mvn", "-B", "-q", "-Dquick", "test-compile"], cwd=ROOT, check=True)
    report = Report("health", {"targets": options.targets, "hanging": options.hanging})
    classes = ":".join(str(ROOT / "target" / part) for part in ("classes", "test-classes", "lib/*"))
    for number in range(options.warmups + options.runs):
        done = subprocess.run(
            ["java", *options.flags.split(), "-cp", classes, "dev.marathon.health.actor.HealthSpeed",
             str(options.targets), str(options.hanging), str(options.seconds)],
            capture_output=True, text=True, check=True)
        for line in done.stdout.splitlines():
            name, equals, value = line.rpartition("=")
            if equals:
                report.add(name, float(value), BETTER.get(name, "lower"), number < options.warmups)
    return [report]
