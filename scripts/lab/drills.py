"""What is drilled. Each function returns (columns, rows, broken): broken names the promises that did not hold."""

import random
import signal
import statistics
import time

import web
from load import BROKEN, Load
from ports import wait_for

# Seconds from the kill, as the log of the node that takes over tells them.
PHASES = (
    ("detect", "as UNREACHABLE"),
    ("decide", "lease partition: taken"),
    ("lease", "lease active: taken"),
    ("recover", "take-over: epoch"),
    ("ready", "take-over complete"),
)


def log_times(node, since):
    """Seconds from a moment to each phase of a take-over."""
    return {phase: at - since for phase, text in PHASES if (at := node.said(text, since))}


def placed_after(load, moment, limit=90):
    """Seconds until a write was accepted that was asked for after the moment, and until its task ran."""
    write = wait_for("a write that is accepted", lambda: load.first_write_after(moment), limit, 0.02)

    def running():
        for url in load.urls:
            answer = web.call("GET", url + f"/v2/apps/{write.id}", timeout=2)
            if answer.status == 200 and answer.json()["app"]["tasksRunning"] > 0:
                return True
            if answer.status == 404:
                return True  # placed and forgotten again
        return False
    wait_for("a placement", running, limit, 0.02)
    return write.end - moment, time.time() - moment


def summary(rows, columns):
    """Two more rows: median and maximum of the numbers."""
    result = []
    for name, f in (("p50", statistics.median), ("max", max)):
        row = [name]
        for i in range(1, len(columns)):
            numbers = [r[i] for r in rows if isinstance(r[i], float)]
            row.append(f(numbers) if numbers else "")
        result.append(row)
    return result


def broken(books):
    return [f"{name}: {books[name]}" for name in BROKEN if books.get(name)]


# Seconds in which a node that was started anew rehearses; on a machine of its own that costs the others nothing.
REHEARSES = 15.0


def kill(lab, load, rounds, seed=1, limit=None, how=None, rest=0.0):
    """The leader ends at random moments: by kill -9, or as `how` (a node) -> None says.

    It is started again after the others were measured: on a machine of its own its start costs them nothing.
    rest: seconds before the next one
    """
    moments = random.Random(seed)
    columns = ["kill"] + [p for p, _ in PHASES] + ["write", "placed"]
    rows = []
    problems = []
    for i in range(rounds):
        time.sleep(moments.uniform(1, 4))
        leader = lab.leader()
        ends = len(leader.codes)
        leader.restart = False
        moment = time.time()
        if how:
            how(leader)
        else:
            leader.signal(signal.SIGKILL)
        write, placed = placed_after(load, moment)
        times = log_times(lab.leader(), moment)
        rows.append([f"{i + 1}"] + [times.get(p, "") for p, _ in PHASES] + [write, placed])
        if limit and write > limit:
            problems.append(f"kill {i + 1}: the first write took {write:.1f} s, allowed are {limit:.1f} s")
        wait_for("the end of the leader", lambda: len(leader.codes) > ends)
        leader.restart = True
        leader.start()
        lab.whole()
        time.sleep(rest)
    return columns, rows + summary(rows, columns), problems


def leave(lab, load, rounds, limit=None):
    """SIGTERM to the leader."""
    return kill(lab, load, rounds, limit=limit, how=lambda leader: leader.signal(signal.SIGTERM), rest=REHEARSES)


def abdicate(lab, load, rounds, limit=None):
    """DELETE /v2/leader."""
    return kill(lab, load, rounds, limit=limit, how=lambda leader: web.call("DELETE", leader.url + "/v2/leader"),
                rest=REHEARSES)


def pause(lab, load, seconds=30.0):
    """SIGSTOP of the leader, SIGCONT after the others went on."""
    leader = lab.leader()
    codes = len(leader.codes)
    moment = time.time()
    leader.signal(signal.SIGSTOP)
    write, placed = placed_after(load, moment)
    time.sleep(max(0.0, seconds - (time.time() - moment)))
    leader.restart = False
    woke = time.time()
    leader.signal(signal.SIGCONT)
    spoke = 0
    while len(leader.codes) == codes and time.time() - woke < 10:
        spoke += web.call("GET", leader.url + "/v2/apps", timeout=1, follow=False).status == 200
    ended = time.time() - woke
    problems = []
    if len(leader.codes) == codes:
        problems.append("the paused leader did not end within 10 s")
    elif leader.codes[-1] != 103:
        problems.append(f"the paused leader ended with code {leader.codes[-1]}, not 103")
    if spoke:
        problems.append(f"the paused leader answered {spoke} requests")
    leader.restart = True
    if len(leader.codes) > codes:
        leader.start()
    lab.whole()
    columns = ["paused s", "write", "placed", "ended after waking"]
    return columns, [[f"{seconds:.0f}", write, placed, ended]], problems


def store_away(lab, load, seconds=60.0):
    """The store stopped like by a crash, and back after a while."""
    lab.store.stop()
    moment = time.time()
    wrong = 0
    asked = 0
    while time.time() - moment < seconds:
        for url in load.urls:
            answer = web.call("POST", url + "/v2/apps", load.app(f"away-{asked}", 0), timeout=35)
            asked += 1
            # 503 with Retry-After, or a node that is just starting again.
            if answer.status not in (0, 502, 503) or (answer.status == 503 and "Retry-After" not in answer.headers):
                wrong += 1
        time.sleep(0.5)
    lab.store.start()
    back = time.time()
    write, placed = placed_after(load, back)
    lab.whole()
    problems = [f"{wrong} of {asked} requests were not answered with 503 and Retry-After"] if wrong else []
    return ["away s", "requests", "write", "placed"], [[f"{seconds:.0f}", f"{asked}", write, placed]], problems


def with_load(lab, directory, real, work, **load_options):
    """Runs one drill under load and adds what the books say."""
    load = Load(lab.urls(), directory, real, **load_options)
    load.begin()
    columns, rows, problems = work(load)
    books = load.end()
    return columns, rows, problems + broken(books), books
