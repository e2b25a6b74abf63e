"""jmh: the rules alone, without processes: time and allocation per operation."""
import json
import os
import subprocess

from bench.machine import ROOT
from bench.report import Report

HELP = "time matcher, ledger and stored form of an app with JMH (fetches it with Maven the first time)"
LIB, CLASSES = ROOT / "target/jmh/lib", ROOT / "target/jmh/classes"


def arguments(parser):
    parser.add_argument("pattern", nargs="?", default=".*", help="regular expression of benchmarks. Default: all")
    parser.add_argument("--milliseconds", type=int, default=1000, help="of each run. Default: 1000")


def run(options):
    _compile()
    result = ROOT / "target/jmh/result.json"
    subprocess.run(["java", "-cp", _classpath(), "org.openjdk.jmh.Main", options.pattern, "-f", "1",
                    "-wi", str(max(1, options.warmups)), "-i", str(options.runs),
                    "-w", f"{options.milliseconds}ms", "-r", f"{options.milliseconds}ms", "-prof", "gc",
                    "-rf", "json", "-rff", str(result), "-v", "SILENT"], check=True)
    reports = []
    for each in json.loads(result.read_text(encoding="utf-8")):
        report = Report("jmh " + ".".join(each["benchmark"].split(".")[-2:]), {})
        allocated = next(m for name, m in each["secondaryMetrics"].items() if "gc.alloc.rate.norm" in name)
        for name, metric in (("time, us", each["primaryMetric"]), ("allocated, B", allocated)):
            for value in metric["rawData"][0]:
                report.add(name, value)
        reports.append(report)
    return reports


def _classpath():
    target = ROOT / "target"
    return os.pathsep.join(map(str, (CLASSES, target / "classes", target / "test-classes", LIB / "*", target / "lib/*")))


def _compile():
    if not LIB.is_dir():
        subprocess.run(["mvn", "-q", "-f", str(ROOT / "src/jmh/pom.xml"), "dependency:copy-dependencies",
                        f"-DoutputDirectory={LIB}"], check=True)
    # The benchmarks use the fixtures of the tests.
    subprocess.run(["mvn", "-q", "-Dquick", "test-compile"], cwd=ROOT, check=True)
    CLASSES.mkdir(parents=True, exist_ok=True)
    sources = sorted(map(str, (ROOT / "src/jmh/java").rglob("*.java")))
    subprocess.run(["javac", "-nowarn", "-d", str(CLASSES), "-cp", _classpath(), *sources], check=True)
