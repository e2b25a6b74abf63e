"""The drill of the event stream: many consumers, a leader killed in the middle, nobody misses or doubles an event."""

import json
import os
import subprocess
import threading
import time

import web
from ports import wait_for

APPS = 50
WRITERS = 4


class Consumers:
    """consumers.c as a process, spoken to by lines."""

    def __init__(self, directory, count, slow, since, ports):
        program = os.path.join(directory, "consumers")
        source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "consumers.c")
        subprocess.run(["cc", "-O2", "-o", program, source], check=True)
        self.quick = count - slow
        self.process = subprocess.Popen([program, str(count), str(slow), str(since)] + [str(p) for p in ports],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def say(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def report(self):
        self.say("report")
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("drill: the consumers ended")
        return json.loads(line)

    def close(self):
        self.process.stdin.close()
        self.process.wait(10)


class Events:
    """Changes of apps without instances, so many per second that about `rate` events are told."""

    def __init__(self, lab, rate):
        self.lab, self.rate = lab, rate
        self.pause = WRITERS * 5 / rate  # a change tells some five events; corrected by what is counted
        self.running = True
        self.threads = [threading.Thread(target=self._write, args=(i,), daemon=True) for i in range(WRITERS)]

    def begin(self):
        for thread in self.threads:
            thread.start()

    def _write(self, writer):
        number = 0
        due = time.time()
        while self.running:
            due = max(due + self.pause, time.time() - 1)
            time.sleep(max(0.0, due - time.time()))
            number += 1
            app = f"events-{writer}-{number % (APPS // WRITERS)}"
            node = self.lab.nodes[number % len(self.lab.nodes)]
            web.call("PUT", f"{node.url}/v2/apps/{app}",
                     {"cmd": "sleep 1", "instances": 0, "labels": {"number": str(number)}}, timeout=2)

    def correct(self, seen):
        """After so many events per second were seen."""
        if seen > 0:
            self.pause = min(max(self.pause * seen / self.rate, self.pause / 2), self.pause * 2)

    def end(self):
        self.running = False
        for thread in self.threads:
            thread.join()


def last_event(lab):
    return wait_for("an answer of /v2/cluster", lambda: _last(lab))


def _last(lab):
    answer = web.call("GET", lab.leader().url + "/v2/cluster")
    return answer.json()["events"] if answer.status == 200 else None


def measure(consumers, writing, seconds):
    """Lets time pass; events per second."""
    begin, first = time.time(), consumers.report()["highest"]
    last = first
    for _ in range(max(1, round(seconds / 5))):
        at, before = time.time(), last
        time.sleep(5)
        last = consumers.report()["highest"]
        writing.correct((last - before) / (time.time() - at))
    return (last - first) / (time.time() - begin)


def heap(lab):
    """MiB in use at the leader."""
    answer = web.call("GET", lab.leader().url + "/metrics")
    gauges = answer.json()["gauges"] if answer.status == 200 else {}
    return gauges.get("marathon.jvm.memory.heap.used.gauge.bytes", {}).get("value", 0) / 2**20


def events(lab, count, rate, seconds):
    """`count` consumers, a tenth of them slow, `rate` events a second; kill -9 of the leader in the middle."""
    since = last_event(lab)["last"]
    consumers = Consumers(lab.directory, count, count // 10, since, [node.port for node in lab.nodes])
    writing = Events(lab, rate)
    try:
        wait_for("all consumers", lambda: consumers.report()["attached"] == consumers.quick)
        writing.begin()
        measure(consumers, writing, 10)
        consumers.say("phase before")
        before = measure(consumers, writing, seconds / 2)
        used = heap(lab)
        consumers.say("phase takeover")
        leader = lab.leader()
        ends = len(leader.codes)
        leader.restart = False
        moment = time.time()
        leader.signal(9)
        wait_for("all consumers again", lambda: (
            len(leader.codes) > ends and (seen := consumers.report())["attached"] == consumers.quick
            and seen["reconnects"] >= consumers.quick and _last(lab)))
        back = time.time() - moment
        measure(consumers, writing, 10)  # what was held up meanwhile is delivered
        consumers.say("phase after")
        after = measure(consumers, writing, seconds / 2)
        used = max(used, heap(lab))
        writing.end()
        consumers.say("fast")
        began = time.time()
        wait_for("the log to be quiet", lambda: (now := _last(lab)) and now["lag"] == 0 and time.sleep(1) is None
                 and now["last"] == (_last(lab) or {}).get("last"))
        last = last_event(lab)["last"]
        wait_for("the last event at all consumers", lambda: consumers.report()["lowest"] >= last, 120)
        caught_up = time.time() - began
        report = consumers.report()
    finally:
        writing.running = False
        consumers.close()
    leader.restart = True
    leader.start()
    lab.whole()
    problems = [f"{name}: {report[name]}" for name in ("gaps", "duplicates", "refused") if report[name]]
    if report["refusal"]:
        problems.append(report["refusal"])
    if report["delivered"] != count * (last - since):
        problems.append(f"{report['delivered']} events came, not {count} x {last - since}")
    rows = [[name, f"{times['count']}", f"{times['p50']}", f"{times['p99']}", f"{times['max']}"]
            for name, times in report["phases"].items() if name != "begin"]
    books = {"events": last - since, "per second before": f"{before:.0f}", "after": f"{after:.0f}",
             "delivered": report["delivered"], "gaps": report["gaps"], "duplicates": report["duplicates"],
             "reconnects": report["reconnects"], "all back after": f"{back:.1f} s",
             "slow ones caught up after": f"{caught_up:.1f} s", "heap of the leader": f"{used:.0f} MiB"}
    return ["phase", "delivered", "p50 ms", "p99 ms", "max ms"], rows, problems, books
