"""A whole cluster under load for as long as wanted: nobody takes over without a reason."""

import statistics
import threading
import time

import web

EVERY = 30.0  # seconds between two surges
PAUSE = 0.05  # seconds between an answer and the next read


class Readers:
    """One reader per node."""

    PATHS = ("/v2/apps", "/v2/tasks?status=running", "/v2/groups?embed=group.apps", "/v2/deployments", "/v2/queue")

    def __init__(self, urls):
        self.stop = threading.Event()
        self.times = []
        self.failed = 0
        self.threads = [threading.Thread(target=self.read, args=(url,), daemon=True) for url in urls]
        for thread in self.threads:
            thread.start()

    def read(self, url):
        i = 0
        while not self.stop.is_set():
            begin = time.time()
            answer = web.call("GET", url + self.PATHS[i % len(self.PATHS)], timeout=30)
            if answer.status == 200:
                self.times.append(time.time() - begin)
            else:
                self.failed += 1
            self.stop.wait(PAUSE)
            i += 1

    def end(self):
        self.stop.set()
        for thread in self.threads:
            thread.join(31)


def surge(load, instances):
    """Scales one app up, waits until all run, scales it to none; seconds until all ran, or None if that took too long."""
    path = f"/v2/apps/{load.prefix}/surge"
    begin = time.time()
    load.sure("PUT", path, load.app("surge", instances))
    while time.time() - begin < 300:
        if load.get(path).json().get("app", {}).get("tasksRunning") == instances:
            took = time.time() - begin
            load.sure("PUT", path, {"instances": 0})
            return took
        time.sleep(0.2)
    return None


def resident(node):
    """MiB of memory that the node's process has."""
    with open(f"/proc/{node.pid}/status") as lines:
        return next(int(line.split()[1]) >> 10 for line in lines if line.startswith("VmRSS"))


def soak(lab, load, seconds, instances):
    """Reads, writes and surges of instances, and no failover."""
    begin = time.time()
    leader = lab.leader()
    readers = Readers(lab.urls())
    surges = []
    problems = []
    memory = [resident(leader)]
    while time.time() - begin < seconds:
        next_one = time.time() + EVERY
        took = surge(load, instances)
        if took is None:
            problems.append(f"{instances} instances did not run within 300 s")
            break
        surges.append(took)
        memory.append(resident(leader))
        time.sleep(max(0.0, min(next_one, begin + seconds) - time.time()))
    readers.end()
    lasted = time.time() - begin
    ended = sum(len(node.codes) for node in lab.nodes)
    if ended or not leader.leads():
        problems.append(f"{ended} nodes ended, {'the' if leader.leads() else 'not the'} first leader leads")
    if readers.failed:
        problems.append(f"{readers.failed} of {len(readers.times) + readers.failed} reads failed")
    writes = [w.end - w.begin for w in load.writes() if w.end >= begin]
    columns = ["seconds", "what", "number", "p50 s", "p99 s", "max s"]
    rows = [[f"{lasted:.0f}", name, str(len(times)), *spread(times)]
            for name, times in (("reads", readers.times), ("writes", writes), (f"surges of {instances}", surges))]
    rows.append(["", "leader's memory, MiB", str(len(memory)), f"first {memory[0]}", f"last {memory[-1]}",
                 f"most {max(memory)}"])
    return columns, rows, problems


def spread(times):
    ordered = sorted(times) or [0.0]
    return [statistics.median(ordered), ordered[-(-99 * len(ordered) // 100) - 1], ordered[-1]]
