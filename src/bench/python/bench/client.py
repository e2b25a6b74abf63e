"""HTTP with as little CPU as Python allows: raw sockets, one thread, answers looked at only as far as needed."""
import collections
import http.client
import json
import re
import selectors
import socket
import time


def call(port, method, path, body=None):
    """One request; (status, parsed body)."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    try:
        connection.request(method, path, None if body is None else json.dumps(body),
                           {"Content-Type": "application/json", "Accept": "application/json"})
        answer = connection.getresponse()
        text = answer.read()
        is_json = "json" in (answer.getheader("Content-Type") or "")
        return answer.status, json.loads(text) if is_json and text else text
    finally:
        connection.close()


def request(method, path, body=None):
    """Bytes of a request that keeps its connection."""
    content = b"" if body is None else json.dumps(body).encode()
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    return head.encode() + content


class Loop:
    """Lets connections read as their data comes."""

    def __init__(self):
        self.selector = selectors.DefaultSelector()

    def add(self, reader):
        self.selector.register(reader.socket, selectors.EVENT_READ, reader)

    def remove(self, reader):
        self.selector.unregister(reader.socket)

    def run(self, until, seconds, tick=None):
        """Until the condition holds; False if that took too long. `tick` is called now and then."""
        end = time.monotonic() + seconds
        while not until():
            if time.monotonic() > end:
                return False
            for key, _ in self.selector.select(0.02):
                key.data.read()
            if tick is not None:
                tick()
        return True


class Requests:
    """Sends requests over a fixed number of connections, each waiting for its answer before the next."""

    def __init__(self, loop, port, connections, requests, on_sent=None):
        """`requests` yields (key, bytes)."""
        self.took = []
        self.statuses = collections.Counter()
        self.busy = 0
        self._requests = iter(requests)
        self._on_sent = on_sent
        self._loop = loop
        for _ in range(connections):
            _Connection(self, port)

    def done(self):
        return self.busy == 0

    def next(self, connection):
        key_and_bytes = next(self._requests, None)
        if key_and_bytes is None:
            return False
        key, content = key_and_bytes
        connection.begun = time.perf_counter()
        if self._on_sent is not None:
            self._on_sent(key, connection.begun)
        connection.socket.sendall(content)
        return True


class _Connection:
    _LENGTH = re.compile(rb"content-length: *(\d+)", re.I)

    def __init__(self, requests, port):
        self.requests = requests
        self.buffer = b""
        self.begun = 0.0
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        requests._loop.add(self)
        requests.busy += 1
        self._go_on()

    def _go_on(self):
        if not self.requests.next(self):
            self.requests._loop.remove(self)
            self.socket.close()
            self.requests.busy -= 1

    def read(self):
        received = self.socket.recv(1 << 20)
        if not received:
            raise SystemExit("bench: Marathon closed a connection")
        self.buffer += received
        head = self.buffer.find(b"\r\n\r\n")
        if head < 0:
            return
        length = self._LENGTH.search(self.buffer, 0, head)
        if length is None:
            raise SystemExit("bench: an answer without Content-Length: " + repr(self.buffer[:200]))
        if len(self.buffer) < head + 4 + int(length.group(1)):
            return
        self.requests.took.append(time.perf_counter() - self.begun)
        self.requests.statuses[int(self.buffer[9:12])] += 1
        self.buffer = b""
        self._go_on()


class Running:
    """Learns from the event stream which tasks came to run, and when. Resumes where it was cut off."""

    _FIELDS = re.compile(rb'"taskId":"([^"]+)"')
    _APP = re.compile(rb'"appId":"([^"]+)"')
    _ID = re.compile(rb"^id: ?(\d+)", re.M)

    def __init__(self, loop, port, on_running, on_unreachable=None):
        """`on_running(app, task, at)` is called for each task once, as is `on_unreachable`."""
        self.cuts = 0
        self.opened = False
        self._loop = loop
        self._port = port
        self._on = {b'"TASK_RUNNING"': (on_running, set())}
        if on_unreachable is not None:
            self._on[b'"TASK_UNREACHABLE"'] = (on_unreachable, set())
        self._last = None
        self._open()

    def _open(self):
        self.socket = socket.create_connection(("127.0.0.1", self._port))
        resume = "" if self._last is None else f"Last-Event-ID: {self._last}\r\n"
        self.socket.sendall(("GET /v2/events?event_type=status_update_event HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                             f"Accept: text/event-stream\r\n{resume}\r\n").encode())
        self._buffer = b""
        self._loop.add(self)

    def close(self):
        self._loop.remove(self)
        self.socket.close()

    def read(self):
        try:
            received = self.socket.recv(1 << 20)
        except ConnectionResetError:
            received = b""
        if not received:
            self.cuts += 1
            self.close()
            self._open()
            return
        self.opened = True
        self._buffer += received
        end = max(self._buffer.rfind(b"\r\n\r\n"), self._buffer.rfind(b"\n\n"))
        if end < 0:
            return
        block, self._buffer = self._buffer[:end], self._buffer[end:]
        for number in self._ID.finditer(block):
            self._last = int(number.group(1))
        at = time.perf_counter()
        for event in block.split(b"data:"):
            for state, (tell, seen) in self._on.items():
                task = self._FIELDS.search(event) if state in event else None
                if task and task.group(1) not in seen:
                    seen.add(task.group(1))
                    tell(self._APP.search(event).group(1).decode(), task.group(1), at)
