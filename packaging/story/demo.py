# SPDX-FileCopyrightText: The Tambo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sets the stage and shows it: windows for a person, or the tour. Called by packaging/demo."""

import argparse
import os
import shutil
import signal
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [HERE, os.path.join(TOP, "tests", "lab"), os.path.join(TOP, "tests", "support")]

from processes import LabError  # noqa: E402
from stage import Stage  # noqa: E402


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True)
    parser.add_argument("--tour", metavar="DIR")
    parser.add_argument("--two", action="store_true")
    parser.add_argument("--no-namespaces", action="store_true")
    return parser.parse_args()


def person():
    """Whose window it is: the user who called sudo, or whoever runs this."""
    return int(os.environ.get("SUDO_UID", os.geteuid()))


def open_window(stage, host):
    """The kiosk belongs to the person at the display, also when the lab needed root."""
    state = os.path.join(host.folder, "kiosk")
    os.makedirs(state)
    os.chown(state, person(), -1)
    return stage.lab.processes.start(
        f"{host.name}-kiosk", [stage.lab.program("kiosk/tambo-kiosk"), "--window", "1280x720"],
        env={**host.env, "TAMBO_STATE_DIR": state, "HOME": state}, user=person(),
    )


def show(stage, two):
    windows = [open_window(stage, stage.a)]
    if two:
        windows.append(open_window(stage, stage.b))
    print(f"""
Kiosk A is the window that opened{"; kiosk B is beside it" if two else ""}.
The clinic's inbox:  {stage.inbox}
Its passphrase:      {stage.passphrase}
Logs are in {stage.lab.processes.folder} until the end. Ctrl-C, or closing the windows, ends all.""")
    while any(window.poll() is None for window in windows):
        time.sleep(0.5)


def run(options, folder):
    with Stage(options.build, folder, False if options.no_namespaces else None) as stage:
        if stage.lab.real:
            print("Three machines: kiosk A, kiosk B and a clinic, in network namespaces, with Avahi.")
        else:
            print("Three machines: kiosk A, kiosk B and a clinic, on loopback, without Avahi.")
        stage.open(os.path.join(options.build, "content", "samples", "cough-pack"))
        if not options.tour:
            show(stage, options.two)
            return

        from tour import play
        from webdriver import Browser

        play(stage, options.tour, options.build, Browser)


def main():
    options = parse()
    os.environ["TAMBO_LOCALE_DIR"] = os.path.join(options.build, "locales", "po")
    os.environ["TAMBO_DECODE"] = os.path.join(options.build, "content", "probe", "tambo-decode")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    # A shell that starts us in the background has told us to pass Ctrl-C by.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    folder = tempfile.mkdtemp(prefix="tambo-demo-")
    os.chmod(folder, 0o711)
    try:
        run(options, folder)
    except KeyboardInterrupt:
        print("\nEnded.")
    except LabError as error:
        print(f"It went wrong: {error}", file=sys.stderr)
        if options.tour:
            logs = os.path.join(options.tour, "logs")
            shutil.copytree(os.path.join(folder, "logs"), logs, dirs_exist_ok=True)
            print(f"The programs' logs are in {logs}", file=sys.stderr)
        sys.exit(1)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


main()
