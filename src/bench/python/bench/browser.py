"""A Chromium without a window, driven over its DevTools protocol as the tests of the interface do."""
import base64
import itertools
import json
import os
import pathlib
import re
import shutil
import socket
import struct
import subprocess
import time
import urllib.request


class Browser:
    def __init__(self, directory):
        self.path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        if self.path is None:
            raise SystemExit("bench: 'chromium' is needed (Debian: apt-get install chromium)")
        self.log = pathlib.Path(directory) / "chromium.log"
        with open(self.log, "wb") as out:
            self.process = subprocess.Popen(
                [self.path, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                 "--disable-extensions", "--disable-background-networking", "--remote-debugging-port=0",
                 f"--user-data-dir={pathlib.Path(directory) / 'profile'}", "about:blank"], stdout=out, stderr=out)

    def page(self):
        end = time.monotonic() + 60
        while not (found := re.search(r"DevTools listening on ws://([^/]+)/", self.log.read_text(errors="replace"))):
            if time.monotonic() > end or self.process.poll() is not None:
                raise SystemExit(f"bench: chromium does not start, see {self.log}")
            time.sleep(0.05)
        wish = urllib.request.Request(f"http://{found.group(1)}/json/new?about:blank", method="PUT")
        with urllib.request.urlopen(wish, timeout=30) as answer:
            return Page(json.load(answer)["webSocketDebuggerUrl"])

    def close(self):
        self.process.kill()
        self.process.wait()


class Page:
    """A tab. Only what the benchmark needs: calls, no notices."""

    def __init__(self, url):
        host, path = re.match(r"ws://([^/]+)(/.*)", url).groups()
        name, port = host.split(":")
        self._socket = socket.create_connection((name, int(port)), timeout=120)
        self._in = self._socket.makefile("rb")
        key = base64.b64encode(os.urandom(16)).decode()
        self._socket.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                             f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())
        while self._in.readline().strip():
            pass
        self._ids = itertools.count(1)
        self.call("Page.enable")
        self.call("Emulation.setFocusEmulationEnabled", enabled=True)

    def call(self, method, **parameters):
        number = next(self._ids)
        self._write(json.dumps({"id": number, "method": method, "params": parameters}).encode())
        while True:
            message = json.loads(self._read())
            if message.get("id") == number:
                if "error" in message:
                    raise SystemExit(f"bench: {method}: {message['error']}")
                return message["result"]

    def eval(self, expression):
        result = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            raise SystemExit(f"bench: {expression}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def until(self, expression, limit=120):
        end = time.monotonic() + limit
        while not (value := self.eval(expression)):
            if time.monotonic() > end:
                raise SystemExit(f"bench: not seen within {limit} s: {expression}")
            time.sleep(0.05)
        return value

    def press(self, key):
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=ord(key.upper()),
                      **({"text": key} if kind == "keyDown" else {}))

    def heap_mb(self):
        for _ in range(2):
            self.call("HeapProfiler.collectGarbage")
        return self.call("Runtime.getHeapUsage")["usedSize"] / 1e6

    def _write(self, data):
        mask = os.urandom(4)
        size = len(data)
        head = bytes([0x81]) + (bytes([0x80 | size]) if size < 126 else bytes([0xFE]) + struct.pack(">H", size)
                                if size < 65536 else bytes([0xFF]) + struct.pack(">Q", size))
        self._socket.sendall(head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(data)))

    def _read(self):
        parts = b""
        while True:
            first, second = self._in.read(2)
            size = second & 0x7F
            if size > 125:
                size = struct.unpack(">H", self._in.read(2))[0] if size == 126 else struct.unpack(">Q", self._in.read(8))[0]
            parts += self._in.read(size)
            if first & 0x80:
                return parts

    def close(self):
        self.call("Page.close")
        self._socket.close()
