"""The drill of a consumer: what runs, known from the event stream alone, is what the API tells after churn."""

import random
import threading
import time

import web
from ports import wait_for
from streams import last_event

APPS = 20
MOST = 25  # instances of one app
CHANGES = 8  # a second, over all writers
WRITERS = 4
CUT = (2.0, 20.0)  # seconds after which the consumer loses its connection
KILL_EVERY = 600.0  # seconds between two kills of the leader; the first is in the middle of a short drill
MESOS = ["--simulate", "--agents", "20", "--resources", "cpus:64;mem:65536;disk:1000000;ports:[10000-20000]",
         "--fail-rate", "0.02"]

ENDED = {"TASK_FINISHED", "TASK_FAILED", "TASK_KILLED", "TASK_ERROR", "TASK_LOST", "TASK_DROPPED", "TASK_GONE",
         "TASK_GONE_BY_OPERATOR", "TASK_UNREACHABLE", "TASK_UNKNOWN"}


class Known:
    """The running tasks, out of events: what a load balancer needs.

    >>> known = Known(0)
    >>> def event(number, task, state):
    ...     known.take(number, "status_update_event", {"taskId": task, "taskStatus": state, "appId": "/a", "host": "h",
    ...                                               "ports": [1]})
    >>> event(1, "t1", "TASK_STAGING"); event(2, "t1", "TASK_RUNNING"); event(3, "t2", "TASK_RUNNING")
    >>> event(3, "t3", "TASK_RUNNING"); event(6, "t2", "TASK_KILLED")
    >>> known.tasks, known.missed, known.repeated
    ({'t1': ('/a', 'h', (1,)), 't3': ('/a', 'h', (1,))}, 2, 1)
    """

    def __init__(self, last):
        self.last = last
        self.tasks = {}
        self.count = self.missed = self.repeated = 0

    def take(self, number, kind, data):
        if number is None:
            return  # of this connection only
        self.count += 1
        self.missed += max(0, number - self.last - 1)
        self.repeated += number <= self.last
        self.last = max(self.last, number)
        if kind == "status_update_event":
            if data["taskStatus"] == "TASK_RUNNING":
                self.tasks[data["taskId"]] = (data["appId"], data["host"], tuple(data["ports"]))
            elif data["taskStatus"] in ENDED:
                self.tasks.pop(data["taskId"], None)


class Consumer:
    """Reads the stream through one node after the other, cut off again and again."""

    def __init__(self, urls, last, seed):
        self.urls, self.known, self.random = urls, Known(last), random.Random(seed)
        self.cuts = 0
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self):
        while not self.stop.is_set():
            cut = threading.Event()
            end = threading.Timer(self.random.uniform(*CUT), cut.set)
            end.daemon = True
            end.start()
            web.events(self.random.choice(self.urls) + "/v2/events?plan-format=light", self.known.last, cut,
                       self.known.take)
            end.cancel()
            self.cuts += 1
            self.stop.wait(0.1)

    def end(self):
        self.stop.set()
        self.thread.join(max(CUT) + 15)


class Churn:
    """Apps are created, scaled, changed, destroyed and their tasks killed, through all nodes."""

    def __init__(self, urls, seed):
        self.urls, self.seed = urls, seed
        self.done = {"scaled": 0, "killed": 0, "changed": 0, "destroyed": 0, "refused": 0}
        self.lock = threading.Lock()
        self.stop = threading.Event()
        self.threads = [threading.Thread(target=self._write, args=(i,), daemon=True) for i in range(WRITERS)]

    def begin(self):
        for thread in self.threads:
            thread.start()

    def _write(self, writer):
        # Each writer has apps of its own: they do not hold each other up.
        chance = random.Random(self.seed * 100 + writer)
        apps = [f"/view/app-{i}" for i in range(writer, APPS, WRITERS)]
        while not self.stop.wait(WRITERS / CHANGES * chance.uniform(0.5, 1.5)):
            what, status = self._change(chance.random(), chance.choice(apps), chance.choice(self.urls), chance)
            with self.lock:
                self.done[what if 200 <= status < 300 else "refused"] += 1

    def _change(self, dice, app, url, chance):
        path = f"{url}/v2/apps{app}"
        if dice < 0.4:
            tasks = web.call("GET", path + "/tasks", timeout=10)
            ids = [task["id"] for task in tasks.json()["tasks"]] if tasks.status == 200 else []
            victims = chance.sample(ids, min(len(ids), 5))
            return "killed", web.call("POST", url + "/v2/tasks/delete", {"ids": victims}, timeout=10).status
        if dice < 0.5:
            return "destroyed", web.call("DELETE", path + "?force=true", timeout=10).status
        body = {"cmd": "sleep 100000", "cpus": 0.01, "mem": 8, "instances": chance.randint(0, MOST), "backoffSeconds": 1}
        if dice < 0.6:
            body["labels"] = {"number": str(chance.random())}  # restarts all of them
        return ("changed" if dice < 0.6 else "scaled"), web.call("PUT", path + "?force=true", body, timeout=10).status

    def end(self):
        self.stop.set()
        for thread in self.threads:
            thread.join(30)


def running(lab):
    """The same as the consumer keeps, from the API; None if nobody answers."""
    answer = web.call("GET", lab.leader().url + "/v2/tasks?status=running", timeout=30)
    if answer.status != 200:
        return None
    return {task["id"]: (task["appId"], task["host"], tuple(task["ports"])) for task in answer.json()["tasks"]}


def quiet(lab):
    """Number of the last event once nothing is under way any more, else None."""
    leader = lab.leader().url
    for path, member in (("/v2/deployments", None), ("/v2/queue", "queue")):
        answer = web.call("GET", leader + path, timeout=10)
        if answer.status != 200 or (answer.json()[member] if member else answer.json()):
            return None
    before = web.call("GET", leader + "/v2/cluster", timeout=10)
    time.sleep(2)
    after = web.call("GET", leader + "/v2/cluster", timeout=10)
    if before.status != 200 or after.status != 200:
        return None
    before, after = before.json()["events"], after.json()["events"]
    return after["last"] if after["lag"] == 0 and before["last"] == after["last"] else None


def kill(lab):
    leader = lab.leader()
    ends = len(leader.codes)
    leader.signal(9)
    wait_for("the end of the leader", lambda: len(leader.codes) > ends)
    lab.whole()


def view(lab, seconds, seed):
    """One consumer, churn for so long, kills of the leader; then both views are compared."""
    consumer = Consumer(lab.urls(), last_event(lab)["last"], seed)
    churn = Churn(lab.urls(), seed)
    begin = time.time()
    churn.begin()
    kills = 0
    due = begin + min(KILL_EVERY, seconds) / 2
    while time.time() < begin + seconds:
        time.sleep(max(0.0, min(due, begin + seconds) - time.time()))
        if time.time() >= due and due < begin + seconds:
            kill(lab)
            kills += 1
            due += KILL_EVERY
    churn.end()
    last = wait_for("an end of what is under way", lambda: quiet(lab), 300, 1)
    wait_for("the last event at the consumer", lambda: consumer.known.last >= last, 60)
    there = wait_for("an answer of /v2/tasks", lambda: running(lab))
    known = consumer.known
    consumer.end()
    wrong = sorted(task for task in there.keys() | known.tasks.keys() if there.get(task) != known.tasks.get(task))
    problems = [f"{task}: the API tells {there.get(task)}, the events told {known.tasks.get(task)}" for task in wrong[:10]]
    for name in ("missed", "repeated"):
        if getattr(known, name):
            problems.append(f"events {name}: {getattr(known, name)}")
    if not there:
        problems.append("nothing runs in the end, which compares nothing")
    columns = ["seconds", "apps", "tasks", "differences", "events", "connections", "kills of the leader"]
    apps = len({task[0] for task in there.values()})
    rows = [[f"{time.time() - begin:.0f}", str(apps), str(len(there)), str(len(wrong)), str(known.count),
             str(consumer.cuts), str(kills)]]
    return columns, rows, problems, {**churn.done, "events missed": known.missed, "events repeated": known.repeated}
