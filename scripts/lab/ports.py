"""What every part of the laboratory needs."""

import os
import socket
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def free_port(host="127.0.0.1"):
    with socket.socket() as s:
        s.bind((host, 0))
        return s.getsockname()[1]


def wait_for(what, condition, limit=90.0, pause=0.05):
    end = time.time() + limit
    while time.time() < end:
        found = condition()
        if found:
            return found
        time.sleep(pause)
    raise SystemExit(f"drill: {what} did not happen within {limit:.0f} s")
