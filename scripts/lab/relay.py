"""Stands before Mesos and writes down which node calls it, and when."""

import socket
import threading
import time
from typing import NamedTuple

START = b"POST /api/v1/scheduler"


class Call(NamedTuple):
    """opened: when its connection was; a process that is gone may still have bytes on their way."""
    host: str
    opened: float
    at: float


class Relay:
    def __init__(self, address, target):
        self.target = target
        self.calls = []
        self.server = socket.create_server(address, backlog=100)
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self):
        return "http://%s:%d" % self.server.getsockname()

    def _accept(self):
        while True:
            client, (host, _) = self.server.accept()
            try:
                master = socket.create_connection(self.target)
            except OSError:
                client.close()
                continue
            caller = (host, time.time())
            for ends in ((client, master, caller), (master, client, None)):
                threading.Thread(target=self._forward, args=ends, daemon=True).start()

    def _forward(self, source, target, caller):
        seen = b""
        try:
            while True:
                data = source.recv(65536)
                if not data:
                    break
                if caller:
                    now = time.time()
                    seen += data
                    self.calls += [Call(*caller, now)] * seen.count(START)
                    # A request line may come in two pieces.
                    seen = seen[-len(START) + 1:]
                target.sendall(data)
        except OSError:
            pass
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            end.close()
