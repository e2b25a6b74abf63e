"""Load of a drill, and the books it keeps: what was accepted, what the tasks did, which events arrived."""

import os
import random
import threading
import time

import web


class Load:
    """Creates apps, scales one up and down, follows the events; all through every node in turn.

    steady apps are never touched after their start: whatever happens to their tasks was done by a failover.
    """

    def __init__(self, urls, directory, real, steady=10, rate=5.0, prefix="/drill", seed=1):
        self.urls = urls
        self.real = real
        self.prefix = prefix
        self.starts = os.path.join(directory, "starts")
        self.pause = 1.0 / rate
        self.random = random.Random(seed)
        self.stop = threading.Event()
        self.lock = threading.Lock()
        self.accepted = {}      # id -> (begin, end) of the request
        self.gone = set()       # ids whose deletion was asked for
        self.numbers = []       # of the events, in order of arrival
        self.threads = []
        self.steady = steady
        self.steady_tasks = {}
        self.scales = 0

    def command(self):
        if not self.real:
            return "sleep 100000"
        return f"echo $MESOS_TASK_ID $$ >> {self.starts}; exec sleep 100000"

    def app(self, name, instances):
        return {"id": f"{self.prefix}/{name}", "cmd": self.command(), "instances": instances, "cpus": 0.01, "mem": 8,
                "disk": 0, "backoffSeconds": 1}

    def any(self, number):
        return self.urls[number % len(self.urls)]

    def begin(self):
        for i in range(self.steady):
            self.sure("PUT", f"/v2/apps/{self.prefix}/steady-{i}", self.app(f"steady-{i}", 3))
        self.sure("PUT", f"/v2/apps/{self.prefix}/scaled", self.app("scaled", 1))
        self.steady_tasks = self.tasks_of_steady(self.steady * 3)
        for work in (self.write, self.scale, self.follow):
            thread = threading.Thread(target=work, daemon=True)
            thread.start()
            self.threads.append(thread)

    def sure(self, method, path, body=None, limit=60):
        end = time.time() + limit
        i = 0
        while time.time() < end:
            answer = web.call(method, self.any(i) + path + "?force=true", body, timeout=10)
            if 200 <= answer.status < 300:
                return answer
            i += 1
            time.sleep(0.2)
        raise SystemExit(f"drill: {method} {path} is not accepted: {answer.status} {answer.body[:200]}")

    def get(self, path, limit=30):
        end = time.time() + limit
        i = 0
        while time.time() < end:
            answer = web.call("GET", self.any(i) + path, timeout=10)
            if answer.status in (200, 404):
                return answer
            i += 1
            time.sleep(0.1)
        raise SystemExit(f"drill: GET {path} is not answered")

    def tasks_of_steady(self, expected, limit=90):
        end = time.time() + limit
        tasks = {}
        while time.time() < end:
            tasks = {t["id"]: t["startedAt"] for t in self.get("/v2/tasks?status=running").json()["tasks"]
                     if t["appId"].startswith(self.prefix + "/steady-") and t.get("startedAt")}
            if len(tasks) == expected:
                break
            time.sleep(0.2)
        return tasks

    def write(self):
        i = 0
        while not self.stop.is_set():
            name = f"w-{os.getpid()}-{i}"
            begin = time.time()
            answer = web.call("POST", self.any(i) + "/v2/apps", self.app(name, 1), timeout=3)
            end = time.time()
            if answer.status == 201:
                with self.lock:
                    self.accepted[f"{self.prefix}/{name}"] = (begin, end)
                self.forget_old(i)
            i += 1
            time.sleep(self.pause)

    def forget_old(self, i):
        """Keeps the number of tasks small."""
        with self.lock:
            kept = [a for a in self.accepted if a not in self.gone]
            old = kept[0] if len(kept) > 15 else None
            if old:
                self.gone.add(old)
        if old:
            web.call("DELETE", self.any(i) + f"/v2/apps/{old}?force=true", timeout=3)

    def scale(self):
        i = 0
        while not self.stop.is_set():
            wanted = self.random.randint(1, 12)
            answer = web.call("PUT", self.any(i) + f"/v2/apps/{self.prefix}/scaled?force=true", {"instances": wanted},
                              timeout=3)
            self.scales += answer.status == 200
            i += 1
            time.sleep(0.5)

    def follow(self):
        def seen(number, _):
            if number is not None:
                self.numbers.append(number)
        i = 0
        while not self.stop.is_set():
            web.events(self.any(i) + "/v2/events", self.numbers[-1] if self.numbers else None, self.stop, seen)
            i += 1
            time.sleep(0.2)

    def first_write_after(self, moment):
        with self.lock:
            ends = [(end, name) for name, (begin, end) in self.accepted.items() if begin >= moment]
        return min(ends, default=None)

    def end(self):
        """Stops the load, waits for quiet, and says what was broken: name -> count."""
        time.sleep(1)
        self.stop.set()
        for thread in self.threads[:2]:
            thread.join(20)
        with self.lock:
            expected = {a for a in self.accepted if a not in self.gone}
        there = {a["id"] for a in self.get("/v2/apps").json()["apps"]}
        tasks = self.tasks_of_steady(self.steady * 3, limit=30)
        found = {
            "acknowledged writes": len(self.accepted),
            "acknowledged writes lost": len(expected - there),
            "steady tasks replaced": len(set(self.steady_tasks.items()) - set(tasks.items())),
            "events": len(self.numbers),
            "events missed": sum(b - a - 1 for a, b in zip(self.numbers, self.numbers[1:]) if b > a + 1),
            "events repeated": sum(b <= a for a, b in zip(self.numbers, self.numbers[1:])),
        }
        if self.real:
            with open(self.starts) as lines:
                ids = [line.split()[0] for line in lines]
            found["tasks started"] = len(ids)
            found["tasks started twice"] = len(ids) - len(set(ids))
        return found

    def clean(self):
        self.sure("DELETE", f"/v2/groups/{self.prefix}")


BROKEN = ("acknowledged writes lost", "steady tasks replaced", "events missed", "events repeated",
          "tasks started twice")
