"""Plain HTTP for the drills: short timeouts, redirects followed, failures as status 0."""

import http.client
import json
from urllib.parse import urlsplit


class Answer:
    """url is the one that answered, after redirects."""

    def __init__(self, status, headers, body, url=""):
        self.status, self.headers, self.body, self.url = status, headers, body, url

    def json(self):
        return json.loads(self.body or b"null")

    def host(self):
        """Who answered, as host:port."""
        return urlsplit(self.url).netloc


def call(method, url, body=None, timeout=3.0, follow=True):
    """One request; a redirect is followed with method and body as they are."""
    for _ in range(3):
        answer = once(method, url, body, timeout)
        answer.url = url
        if not follow or answer.status not in (302, 307, 308):
            return answer
        url = answer.headers.get("Location", "")
    return answer


def once(method, url, body, timeout):
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=timeout)
    try:
        path = parts.path + ("?" + parts.query if parts.query else "")
        headers = {"Accept": "application/json"}
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        connection.request(method, path, data, headers)
        response = connection.getresponse()
        return Answer(response.status, dict(response.getheaders()), response.read())
    except (OSError, http.client.HTTPException) as unreachable:
        return Answer(0, {}, str(unreachable).encode())
    finally:
        connection.close()


def events(url, last, stop, seen):
    """Reads one event stream until it ends, calling seen(number, type, data); last is where to resume after, or None."""
    for _ in range(3):
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=15)
        try:
            headers = {"Accept": "text/event-stream"}
            if last is not None:
                headers["Last-Event-ID"] = str(last)
            path = parts.path + ("?" + parts.query if parts.query else "")
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            if response.status in (302, 307):
                url = response.getheader("Location")
                continue
            if response.status != 200:
                return
            kind = number = data = None
            while not stop.is_set():
                line = response.readline()
                if not line:
                    return
                text = line.decode().rstrip("\r\n")
                if text.startswith("event: "):
                    kind = text[7:]
                elif text.startswith("id: "):
                    number = int(text[4:])
                elif text.startswith("data: "):
                    data = text[6:]
                elif not text and kind:
                    seen(number, kind, json.loads(data))
                    kind = number = data = None
            return
        except (OSError, http.client.HTTPException):
            return
        finally:
            connection.close()
