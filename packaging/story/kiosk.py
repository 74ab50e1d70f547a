# SPDX-FileCopyrightText: The Tambo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A kiosk's window on a screen of its own, and a finger that touches what it shows.

What is on the screen is read through AT-SPI, as a screen reader would; a touch is a click of the
X server at the middle of the widget, so that a button which is covered or out of sight fails.
"""

import os
import subprocess
import warnings

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

from processes import LabError, wait_for  # noqa: E402

warnings.filterwarnings("ignore", category=DeprecationWarning)


def start_session_bus(processes):
    """A session bus with the accessibility bus on it, for our windows and for us.

    The socket of the latter is in XDG_RUNTIME_DIR: one of our own, or two tours would share it.
    """
    runtime = os.path.join(os.path.dirname(processes.folder), "session")
    os.makedirs(runtime, mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = runtime
    reading, writing = os.pipe()
    bus = processes.start(
        "session-bus",
        ["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--print-address={writing}"],
        pass_fds=[writing],
    )
    os.close(writing)
    with os.fdopen(reading) as answer:
        address = answer.readline().strip()
    if not address:
        raise LabError(f"no session bus: {processes.log_of(bus)}")
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = address


class Screen:
    """A screen that nobody sees."""

    def __init__(self, processes, name, width=1280, height=720):
        reading, writing = os.pipe()
        server = processes.start(
            f"{name}-screen",
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24",
             "-nolisten", "tcp"],
            pass_fds=[writing],
        )
        os.close(writing)
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        if not number:
            raise LabError(f"no virtual screen: {processes.log_of(server)}")
        self.display = f":{number}"

    def photograph(self, path):
        subprocess.run(
            ["import", "-window", "root", path], check=True,
            env={**os.environ, "DISPLAY": self.display},
        )

    def click(self, x, y):
        subprocess.run(
            ["xdotool", "mousemove", str(x), str(y), "click", "1"], check=True,
            env={**os.environ, "DISPLAY": self.display},
        )


class Kiosk:
    """tambo-kiosk, as the person in front of it meets it."""

    def __init__(self, host, screen, state, wrapper=(), env=None):
        """A wrapper is the start of the command line; it must keep its process id for the kiosk."""
        self.screen = screen
        self.name = host.name
        os.makedirs(state, exist_ok=True)
        self.process = host.lab.processes.start(
            f"{host.name}-kiosk",
            [*wrapper, host.lab.program("kiosk/tambo-kiosk"), "--window", "1280x720"],
            env={
                **host.env, "TAMBO_STATE_DIR": state, "DISPLAY": screen.display,
                "GTK_A11Y": "atspi", "GDK_BACKEND": "x11", "GSK_RENDERER": "cairo", **(env or {}),
            },
        )

    def everything(self):
        """Each accessible of the window that is shown, from the outermost in."""
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            application = desktop.get_child_at_index(index)
            if application and application.get_process_id() == self.process.pid:
                yield from self.below(application)

    def below(self, node):
        yield node
        for index in range(node.get_child_count()):
            child = node.get_child_at_index(index)
            if child is None:
                continue
            if child.get_state_set().contains(Atspi.StateType.VISIBLE) and self.has_size(child):
                yield from self.below(child)

    @staticmethod
    def has_size(node):
        """Pages of a stack that were never shown have none; GTK 4.8 tells of them all the same."""
        component = node.get_component_iface()
        if component is None:
            return True
        place = component.get_extents(Atspi.CoordType.WINDOW)
        return place.width > 0 and place.height > 0

    def find(self, name, role=None):
        """The first thing that is shown with this name; None if there is none now."""
        try:
            for node in self.everything():
                fits = name(node.get_name()) if callable(name) else node.get_name() == name
                if fits and role in (None, node.get_role_name()):
                    return node
        except GLib.Error:
            pass  # The screen changed while we read it.
        return None

    def wait_for(self, name, role=None, seconds=20):
        try:
            return wait_for(lambda: self.find(name, role), name, seconds, self.process)
        except LabError as error:
            seen = ", ".join(self.words())
            raise LabError(f"kiosk {self.name}: {error}. It shows: {seen}") from None

    def words(self):
        try:
            return [node.get_name() for node in self.everything() if node.get_name()]
        except GLib.Error:
            return []

    def touch(self, name, seconds=20):
        """Waits for something with this name, a button rather than words, and touches its middle."""
        node = self.wait_for(name, None, seconds)
        node = self.find(name, "push button") or node
        place = node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
        if place.width <= 0 or place.height <= 0:
            raise LabError(f"kiosk {self.name}: “{name}” has no size")
        self.screen.click(place.x + place.width // 2, place.y + place.height // 2)
