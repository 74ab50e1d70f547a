#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tambo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program as an administrator meets it: init, show, run with a passed socket, and its end.

Given the program. It has a bus of its own, without a mesh daemon.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

PASSPHRASE = "correct horse battery"
MARKER = "zq7markerzq7"
n_tests = 0


def check(condition, what):
    global n_tests
    n_tests += 1
    print(f"{'ok' if condition else 'not ok'} {n_tests} /clinic/program/{what}", flush=True)


def run(arguments, environment, words=""):
    return subprocess.run(
        [sys.argv[1], *arguments], env=environment, input=words, capture_output=True, text=True, timeout=60
    )


def try_tools(environment):
    init = ["init", "--id", "north", "--name", "en=North", "--passphrase-file", "-"]
    check(run([], environment).returncode == 2, "no-command")
    check(run(["dance"], environment).returncode == 2, "unknown-command")
    check("init" in run(["--help"], environment).stdout, "help")
    check(run(["show"], environment).returncode == 1, "show-before-init")
    check(run(["run"], environment).returncode == 1, "run-before-init")
    check(run(init, environment, "short\n").returncode == 2, "short-passphrase")
    check(run([*init, "--name", "fr"], environment, PASSPHRASE).returncode == 2, "name-without-language")
    made = run(init, environment, PASSPHRASE + "\n")
    record = json.loads(made.stdout)
    check(made.returncode == 0 and record["name"] == {"en": "North"}, "init")
    check(set(record) == {"name", "identity", "intake", "answers-in-days"}, "record-is-as-agreed")
    check(run(init, environment, PASSPHRASE + "\n").returncode == 1, "init-twice")
    check(run(["show"], environment).stdout == made.stdout, "show")


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *details):
        return None


def send(port, path, form=None, cookie=None):
    opener = urllib.request.build_opener(NoRedirect, urllib.request.ProxyHandler({}))
    data = urllib.parse.urlencode(form).encode() if form else None
    headers = {"Cookie": cookie} if cookie else {}
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data, headers)
    try:
        with opener.open(request, timeout=30) as response:
            return response.status, response.headers, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, ""


def start(environment, passed):
    """As systemd starts it: one listening socket as descriptor 3."""

    def move():
        os.dup2(passed.fileno(), 3)
        os.set_inheritable(3, True)

    code = "import os, sys; os.environ['LISTEN_PID'] = str(os.getpid()); os.execv(sys.argv[1], sys.argv[1:])"
    return subprocess.Popen(
        [sys.executable, "-c", code, sys.argv[1], "run"],
        env={**environment, "LISTEN_FDS": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        close_fds=False,
        preexec_fn=move,
    )


def serve(environment):
    with socket.create_server(("127.0.0.1", 0)) as passed:
        port = passed.getsockname()[1]
        program = start(environment, passed)
        address = program.stdout.readline().strip()
        check(address == f"http://127.0.0.1:{port}/", "passed-socket")
        check(send(port, "/inbox")[0] == 303, "locked-at-first")
        check(send(port, "/login", {"passphrase": MARKER})[0] == 403, "wrong-passphrase")
        status, headers, _ = send(port, "/login", {"passphrase": PASSPHRASE})
        check(status == 303, "login")
        cookie = (headers["Set-Cookie"] or "").split(";")[0]
        check("Log out" in send(port, "/inbox", cookie=cookie)[2], "inbox")
        program.send_signal(signal.SIGTERM)
        _, log = program.communicate(timeout=30)
        check(program.returncode == 0, "ends-when-told")
        return log


def holds(folder, marker):
    return any(marker.encode() in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def main():
    if shutil.which("dbus-daemon") is None:
        print("1..0 # SKIP dbus is not installed")
        return 0

    with tempfile.TemporaryDirectory(prefix="tambo-clinic-") as folder:
        bus = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )
        environment = {
            **os.environ,
            "TAMBO_CONFIG_DIR": folder,
            "TAMBO_STATE_DIR": folder,
            "DBUS_SYSTEM_BUS_ADDRESS": bus.stdout.readline().strip(),
        }
        try:
            try_tools(environment)
            log = serve(environment)
            check(MARKER not in log and PASSPHRASE not in log, "logs-say-nothing")
            check(not holds(Path(folder), PASSPHRASE), "passphrase-not-on-disk")
            (Path(folder) / "planted").write_text(PASSPHRASE)
            check(holds(Path(folder), PASSPHRASE), "the-search-finds")
            mode = (Path(folder) / "clinic" / "clinic.db").stat().st_mode & 0o777
            check(mode == 0o600, "only-for-its-user")
        finally:
            bus.terminate()
            bus.wait()
            bus.stdout.close()
    print(f"1..{n_tests}")
    return 0


sys.exit(main())
