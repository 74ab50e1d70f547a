# SPDX-FileCopyrightText: The Tambo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real docker-registry on loopback, and the narrow road to it.

The registry may ask for a password, or for a token that a server of ours gives out; it may speak
TLS, vouched for by an authority of the test's own.
"""

import base64
import ctypes
import hashlib
import http.server
import json
import os
import secrets
import socket
import subprocess
import threading
import time
import urllib.parse

from hosts import free_port, run
from processes import wait_for

USER = "publisher"
PASSWORD = "carry stones 12"


class Authority:
    """Keys and certificates, made by openssl; nobody else trusts them."""

    def __init__(self, folder):
        self.folder = folder
        os.makedirs(folder)
        self.ca = self.path("ca.crt")
        self.openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-keyout", self.path("ca.key"), "-out", self.ca, "-days", "2", "-subj", "/CN=Lab",
            "-addext", "basicConstraints=critical,CA:TRUE",
        )

    def path(self, name):
        return os.path.join(self.folder, name)

    @staticmethod
    def openssl(*words, **options):
        return run(["openssl", *words], **options)

    def issue(self, name, san="IP:127.0.0.1,DNS:localhost"):
        """A server's certificate and key."""
        key, request, certificate = (self.path(f"{name}.{end}") for end in ("key", "csr", "crt"))
        extensions = self.path(f"{name}.ext")
        with open(extensions, "w") as file:
            file.write(f"subjectAltName={san}\n")
        self.openssl(
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-keyout", key, "-out", request, "-subj", f"/CN={name}",
        )
        self.openssl(
            "x509", "-req", "-in", request, "-CA", self.ca, "-CAkey", self.path("ca.key"),
            "-CAcreateserial", "-out", certificate, "-days", "2", "-extfile", extensions,
        )
        return certificate, key


def bcrypt(password):
    """As htpasswd -B has it."""
    library = ctypes.CDLL("libcrypt.so.1")
    library.crypt.restype = ctypes.c_char_p
    return library.crypt(password.encode(), b"$2b$05$" + b"abcdefghijklmnopqrstuu").decode()


class TokenServer:
    """Gives out the tokens that a registry wants, as the distribution project describes them."""

    def __init__(self, authority, lifetime=300):
        self.lifetime = lifetime
        self.key = authority.path("token.key")
        self.bundle = authority.path("token.crt")
        self.asked = []
        authority.openssl(
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", self.key,
            "-out", self.bundle, "-days", "2", "-subj", "/CN=tokens",
        )
        self.openssl = authority.openssl
        self.kid = self.name_key()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):  # pylint: disable=invalid-name
                outer.answer(self)

            def log_message(self, *_):  # pylint: disable=arguments-differ
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.realm = f"http://127.0.0.1:{self.server.server_port}/token"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def name_key(self):
        """The fingerprint that registries know a key by."""
        der = subprocess.run(
            ["openssl", "rsa", "-in", self.key, "-pubout", "-outform", "DER"],
            capture_output=True, check=True,
        ).stdout
        text = base64.b32encode(hashlib.sha256(der).digest()[:30]).decode().rstrip("=")
        return ":".join(text[i:i + 4] for i in range(0, len(text), 4))

    def sign(self, data):
        return subprocess.run(
            ["openssl", "dgst", "-sha256", "-sign", self.key], input=data,
            capture_output=True, check=True,
        ).stdout

    def make_token(self, scopes, actions):
        def pack(data):
            return base64.urlsafe_b64encode(data).rstrip(b"=")

        now = int(time.time())
        access = []
        for scope in scopes:
            kind, name, wanted = scope.split(":")
            allowed = [action for action in wanted.split(",") if action in actions]
            access.append({"type": kind, "name": name, "actions": allowed})
        header = {"typ": "JWT", "alg": "RS256", "kid": self.kid}
        claims = {
            "iss": "lab", "sub": USER, "aud": "hub", "exp": now + self.lifetime, "nbf": now - 5,
            "iat": now, "jti": secrets.token_hex(8), "access": access,
        }
        text = b".".join(pack(json.dumps(part).encode()) for part in (header, claims))
        return (text + b"." + pack(self.sign(text))).decode()

    def answer(self, request):
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(request.path).query)
        proof = request.headers.get("Authorization", "")
        expected = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        self.asked.append(query.get("scope", []))
        if proof != expected:
            request.send_response(401)
            request.send_header("Content-Length", "0")
            request.end_headers()
            return
        token = self.make_token(query.get("scope", []), ("pull", "push"))
        body = json.dumps({"token": token, "expires_in": self.lifetime}).encode()
        request.send_response(200)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Registry:
    """docker-registry, with a folder of its own."""

    def __init__(self, lab, name, tls=None, password=False, tokens=None):
        self.lab = lab
        self.folder = os.path.join(lab.folder, f"registry-{name}")
        self.port = free_port()
        self.scheme = "https" if tls else "http"
        os.makedirs(self.folder)
        config = os.path.join(self.folder, "config.json")
        with open(config, "w") as file:
            # JSON is YAML.
            json.dump(self.describe(tls, password, tokens), file)
        self.process = lab.processes.start(name, ["docker-registry", "serve", config])
        wait_for(self.answers, f"the registry {name}", process=self.process)

    def describe(self, tls, password, tokens):
        config = {
            "version": 0.1,
            "log": {"level": "info", "accesslog": {"disabled": False}},
            "storage": {"filesystem": {"rootdirectory": os.path.join(self.folder, "data")}},
            "http": {"addr": f"127.0.0.1:{self.port}"},
        }
        if tls:
            config["http"]["tls"] = {"certificate": tls[0], "key": tls[1]}
        if password:
            path = os.path.join(self.folder, "htpasswd")
            with open(path, "w") as file:
                file.write(f"{USER}:{bcrypt(PASSWORD)}\n")
            config["auth"] = {"htpasswd": {"realm": "lab", "path": path}}
        if tokens:
            config["auth"] = {"token": {
                "realm": tokens.realm, "service": "hub", "issuer": "lab",
                "rootcertbundle": tokens.bundle,
            }}
        return config

    def answers(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            return True
        except OSError:
            return False

    def url(self, prefix="tambo", port=None):
        return f"{self.scheme}://127.0.0.1:{port or self.port}/{prefix}"

    def log(self):
        return self.lab.processes.log_of(self.process)


class Road:
    """Forwards to a port, at a bounded rate, and counts what comes back."""

    CHUNK = 16384

    def __init__(self, port, rate=None):
        self.port_behind = port
        self.rate = rate
        self.bytes = 0
        self.lock = threading.Lock()
        self.free_at = 0.0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.pairs = []
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self.port_behind))
            except OSError:
                near.close()
                continue
            self.pairs.append((near, far))
            threading.Thread(target=self.carry, args=(near, far, False), daemon=True).start()
            threading.Thread(target=self.carry, args=(far, near, True), daemon=True).start()

    def carry(self, source, sink, counted):
        try:
            while data := source.recv(self.CHUNK):
                if counted:
                    self.wait(len(data))
                sink.sendall(data)
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def wait(self, size):
        """All connections share the road."""
        with self.lock:
            self.bytes += size
            if self.rate is None:
                return
            now = time.monotonic()
            self.free_at = max(self.free_at, now) + size / self.rate
            pause = self.free_at - now
        time.sleep(max(0.0, pause))

    def cut(self):
        """Ends what is under way, as a network does."""
        for pair in self.pairs:
            for end in pair:
                end.close()
        self.pairs.clear()

    def close(self):
        self.listener.close()
        self.cut()
