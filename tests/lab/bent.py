# SPDX-FileCopyrightText: The Tambo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A hub that can be bent: it stands before a real registry and misbehaves as it is told."""

import http.client
import http.server
import threading


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_):
        """Whoever breaks off is what is being tested."""


class Bent:
    """`bend` is given each request; it answers and returns True, or leaves it to the registry."""

    def __init__(self, port_behind):
        self.bend = None
        self.asked = []
        self.sent = 0  # bytes of blobs
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):  # pylint: disable=invalid-name
                outer.asked.append((self.path, self.headers.get("Range")))
                try:
                    if not (outer.bend and outer.bend(self)):
                        self.reply(*self.fetch())
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def fetch(self):
                """What the registry answers: status, headers and body."""
                behind = http.client.HTTPConnection("127.0.0.1", port_behind)
                headers = {name: self.headers[name] for name in ("Accept", "Range") if name in self.headers}
                behind.request("GET", self.path, headers=headers)
                answer = behind.getresponse()
                body = answer.read()
                kept = {
                    name: value for name, value in answer.getheaders()
                    if name in ("Content-Range", "Content-Type")
                }
                behind.close()
                return answer.status, kept, body

            def reply(self, status, headers, body, length=None):
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body) if length is None else length))
                self.end_headers()
                self.wfile.write(body)
                outer.sent += len(body) if "/blobs/" in self.path else 0

            def log_message(self, *_):  # pylint: disable=arguments-differ
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def always(status, headers=None, body=b""):
    """Says the same to everything."""
    def bend(request):
        request.reply(status, headers or {}, body)
        return True
    return bend


def for_blobs(action):
    """Only where a pack's blobs are asked for; the metadata is as it should be."""
    def bend(request):
        return "/packs/" in request.path and "/blobs/" in request.path and action(request)
    return bend


def flip(request):
    """One byte is another."""
    status, headers, body = request.fetch()
    request.reply(status, headers, bytes([body[0] ^ 1]) + body[1:])
    return True


def ignore_ranges(request):
    del request.headers["Range"]
    request.reply(*request.fetch())
    return True


def other_range(request):
    status, headers, body = request.fetch()
    if "Content-Range" in headers:
        headers["Content-Range"] = f"bytes 0-{len(body) - 1}/{len(body)}"
    request.reply(status, headers, body)
    return True


def too_short(request):
    status, headers, body = request.fetch()
    request.reply(status, headers, body[:-1])
    return True


def without_end(request):
    """More than anybody asked for, until the other side has had enough."""
    request.send_response(200)
    request.send_header("Transfer-Encoding", "chunked")
    request.end_headers()
    while True:
        request.wfile.write(b"10000\r\n" + bytes(0x10000) + b"\r\n")


class Cut:
    """Breaks off in the middle of a leaf, so many times."""

    def __init__(self, times, after):
        self.times = times
        self.after = after

    def __call__(self, request):
        status, headers, body = request.fetch()
        if self.times == 0 or len(body) <= self.after:
            return False
        self.times -= 1
        request.reply(status, headers, body[:self.after], length=len(body))
        request.close_connection = True
        return True


class Busy:
    """Says “later” so many times."""

    def __init__(self, times):
        self.times = times

    def __call__(self, request):
        if self.times == 0:
            return False
        self.times -= 1
        request.reply(429, {"Retry-After": "1"}, b"")
        return True


class NoToken:
    """Asks for a token, and gives out what is none."""

    def __init__(self, port):
        self.realm = f"http://127.0.0.1:{port}/token"

    def __call__(self, request):
        if request.path.startswith("/token"):
            request.reply(200, {}, b'{"token": [')
        else:
            request.reply(401, {"WWW-Authenticate": f'Bearer realm="{self.realm}"'}, b"")
        return True
