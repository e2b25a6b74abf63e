"""Load of a drill, and the books it keeps: what was accepted and by whom, what the tasks did, which events arrived."""

import os
import random
import threading
import time
from typing import NamedTuple

import web


class Write(NamedTuple):
    """A change that was accepted: when it was asked for and answered, by which node (host:port)."""
    id: str
    begin: float
    end: float
    by: str


class Load:
    """Creates apps, scales one up and down, follows the events; all through every node.

    steady: (apps, instances of each); never touched after their start: what happens to their tasks, a failover did
    """

    CHUNK = 100

    def __init__(self, urls, directory, real, steady=(10, 3), rate=5.0, prefix="/drill", seed=1):
        self.urls = urls
        self.real = real
        self.prefix = prefix
        self.starts = os.path.join(directory, "starts")
        self.pause = len(urls) / rate
        self.random = random.Random(seed)
        self.stop = threading.Event()
        self.lock = threading.Lock()
        self.accepted = []
        self.gone = set()       # ids whose deletion was asked for
        self.deleted = set()    # those of them for which it was accepted
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
        apps, instances = self.steady
        for first in range(0, apps, self.CHUNK):
            chunk = range(first, min(apps, first + self.CHUNK))
            self.sure("PUT", "/v2/apps", [self.app(f"steady/{i}", instances) for i in chunk], 120)
        self.sure("PUT", f"/v2/apps/{self.prefix}/scaled", self.app("scaled", 1))
        self.steady_tasks = self.tasks_of_steady(apps * instances, 90 + apps * instances / 50)
        if len(self.steady_tasks) != apps * instances:
            raise SystemExit(f"drill: {len(self.steady_tasks)} of {apps * instances} tasks run, and it goes on no more")
        works = [lambda url=url: self.write(url) for url in self.urls] + [self.scale, self.follow]
        for work in works:
            thread = threading.Thread(target=work, daemon=True)
            thread.start()
            self.threads.append(thread)

    def sure(self, method, path, body=None, limit=60):
        end = time.time() + limit
        i = 0
        while time.time() < end:
            answer = web.call(method, self.any(i) + path + "?force=true", body, timeout=60)
            if 200 <= answer.status < 300:
                return answer
            i += 1
            time.sleep(0.2)
        raise SystemExit(f"drill: {method} {path} is not accepted: {answer.status} {answer.body[:200]}")

    def get(self, path, limit=60):
        end = time.time() + limit
        i = 0
        while time.time() < end:
            answer = web.call("GET", self.any(i) + path, timeout=60)
            if answer.status in (200, 404):
                return answer
            i += 1
            time.sleep(0.1)
        raise SystemExit(f"drill: GET {path} is not answered")

    def tasks_of_steady(self, expected, limit=90):
        """id -> start of the tasks that run; waits until there are as many as expected."""
        end = time.time() + limit
        tasks = {}
        while time.time() < end:
            tasks = {t["id"]: t["startedAt"] for t in self.get("/v2/tasks?status=running").json()["tasks"]
                     if t["appId"].startswith(self.prefix + "/steady/") and t.get("startedAt")}
            if len(tasks) == expected:
                break
            time.sleep(0.2 if expected < 5_000 else 5)
        return tasks

    def write(self, url):
        """Creates one app after the other through one node."""
        i = 0
        port = url.rsplit(":", 1)[1]
        while not self.stop.is_set():
            name = f"{self.prefix}/w-{port}-{i}"
            begin = time.time()
            answer = web.call("POST", url + "/v2/apps", self.app(name[len(self.prefix) + 1:], 1), timeout=3)
            if answer.status == 201:
                with self.lock:
                    self.accepted.append(Write(name, begin, time.time(), answer.host()))
                self.forget_old(i)
            i += 1
            self.stop.wait(self.pause if answer.status == 201 else 0.05)

    def forget_old(self, i):
        """Keeps the number of tasks small."""
        with self.lock:
            kept = [w.id for w in self.accepted if w.id not in self.deleted]
            old = kept[0] if len(kept) > 15 else None
            if old:
                self.gone.add(old)
        if old and web.call("DELETE", self.any(i) + f"/v2/apps/{old}?force=true", timeout=3).status in (200, 404):
            self.deleted.add(old)

    def scale(self):
        i = 0
        while not self.stop.is_set():
            wanted = self.random.randint(1, 12)
            answer = web.call("PUT", self.any(i) + f"/v2/apps/{self.prefix}/scaled?force=true", {"instances": wanted},
                              timeout=3)
            self.scales += answer.status == 200
            i += 1
            self.stop.wait(0.5)

    def follow(self):
        def seen(number, *_):
            if number is not None:
                self.numbers.append(number)
        i = 0
        while not self.stop.is_set():
            web.events(self.any(i) + "/v2/events", self.numbers[-1] if self.numbers else None, self.stop, seen)
            i += 1
            self.stop.wait(0.2)

    def writes(self):
        with self.lock:
            return list(self.accepted)

    def first_write_after(self, moment):
        return min((w for w in self.writes() if w.begin >= moment), key=lambda w: w.end, default=None)

    def end(self):
        """Stops the load, waits for quiet, and says what was broken: name -> count."""
        time.sleep(1)
        self.stop.set()
        for thread in self.threads[:-1]:
            thread.join(20)
        expected = {w.id for w in self.accepted if w.id not in self.gone}
        there = {a["id"] for a in self.get("/v2/apps").json()["apps"]}
        tasks = self.tasks_of_steady(self.steady[0] * self.steady[1], limit=30)
        found = {
            "acknowledged writes": len(self.accepted),
            "acknowledged writes lost": len(expected - there),
            "steady tasks": len(self.steady_tasks),
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


BROKEN = ("acknowledged writes lost", "steady tasks replaced", "events missed", "events repeated",
          "tasks started twice")
