# SPDX-FileCopyrightText: The Tambo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Processes that end when we do, and waiting for what they bring about."""

import ctypes
import os
import signal
import subprocess
import time

LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1


class LabError(Exception):
    """Something did not happen; the message says what, and where to look."""


def need(condition, message):
    if not condition:
        raise LabError(message)


def _die_with_parent():
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Processes:
    """What one lab has started, ended in the reverse order. Each writes to a log of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.running = []
        os.makedirs(folder, exist_ok=True)

    def start(self, name, argv, env=None, pass_fds=(), stdin=subprocess.DEVNULL, user=None):
        log = open(os.path.join(self.folder, f"{name}.log"), "ab")
        process = subprocess.Popen(
            argv, env={**os.environ, **(env or {})}, stdin=stdin, stdout=log, stderr=log,
            pass_fds=pass_fds, preexec_fn=_die_with_parent, user=user,
        )
        log.close()
        process.tambo_name = name
        self.running.append(process)
        return process

    def log_of(self, process):
        with open(os.path.join(self.folder, f"{process.tambo_name}.log"), errors="replace") as log:
            return log.read()

    def end(self, process, how=signal.SIGTERM):
        """Ends one process, and reaps it."""
        if process in self.running:
            self.running.remove(process)
        if process.poll() is None:
            process.send_signal(how)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def print_logs(self, lines=8):
        """The last words of all that run, as comments of a test."""
        for process in self.running:
            for line in self.log_of(process).splitlines()[-lines:]:
                print(f"# {process.tambo_name}: {line}", flush=True)

    def end_all(self):
        while self.running:
            self.end(self.running[-1])


def wait_for(condition, what, seconds=30, process=None):
    """Returns the first true value of condition(), which is asked ten times a second."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if process is not None and process.poll() is not None:
            raise LabError(f"{process.tambo_name} ended with {process.returncode}; waited for {what}")
        if time.monotonic() > deadline:
            raise LabError(f"waited {seconds} s for {what}")
        time.sleep(0.1)
