"""What a result must say about where it was measured."""
import datetime
import os
import pathlib
import platform
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[4]


def describe(directory):
    """Facts about machine, disk and source tree. `directory` is on the disk that will be synced."""
    return {
        "date": datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
        "commit": _git("rev-parse", "--short", "HEAD") + ("+" if _git("status", "--porcelain", "src/main") else ""),
        "cpu": _cpu(),
        "cpus": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
        "kernel": platform.release(),
        "java": _java(),
        "sync_p50_ms": sync_p50_ms(directory),
    }


def sync_p50_ms(directory, times=200):
    """Median time of the disk itself to append 4 KiB and sync them."""
    path = pathlib.Path(directory) / "sync-probe"
    took = []
    with open(path, "wb", buffering=0) as probe:
        for _ in range(times):
            begun = time.perf_counter()
            probe.write(b"x" * 4096)
            os.fsync(probe.fileno())
            took.append(time.perf_counter() - begun)
    path.unlink()
    return round(sorted(took)[times // 2] * 1000, 3)


def own_cpu_seconds():
    """CPU of the load generator: this process and the tools it ran."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _git(*arguments):
    done = subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else "unknown"


def _cpu():
    for line in pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def _java():
    done = subprocess.run(["java", "-version"], capture_output=True, text=True, check=True)
    return done.stderr.splitlines()[1].split("(build ")[1].rstrip(")")
