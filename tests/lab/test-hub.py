#!/usr/bin/python3
# SPDX-FileCopyrightText: The Tambo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-hub.py BUILD LAYOUT: several kiosks and one narrow road to a hub; and hubs that misbehave.

What leaves the hub is counted: however many kiosks there are near each other, each byte of a pack
crosses the road about once, whoever of them asks for it.
"""

import os
import shutil
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [HERE, os.path.join(TOP, "tests", "support")]

from deployment import Deployment  # noqa: E402
from hosts import Lab, run  # noqa: E402
from packs import make_heavier  # noqa: E402
from processes import LabError, wait_for  # noqa: E402
from registry import Registry, Road  # noqa: E402
from tap import Tap, skip_all  # noqa: E402

PACK = "org.tambo.cough"
CONTENT = "[content]\nlanguages=en;fr;ar\nkeep-free-megabytes=0\n"
TIMING = "[timing]\nhello-seconds=1\nbatch-seconds=1\nhub-seconds=2\nhub-grace-seconds=1\n"
MEGABYTES = 24
RATE = 6_000_000  # bytes a second


def need(condition, message):
    if not condition:
        raise LabError(message)


class Story:
    def __init__(self, lab, layout):
        self.lab = lab
        self.kiosks = [lab.host(name) for name in ("a", "b", "c")]
        self.deployment = Deployment(lab, self.kiosks)
        self.pack = make_heavier(layout, os.path.join(lab.folder, "heavy"), MEGABYTES)
        self.registry = Registry(lab, "hub")
        self.push(self.pack.folder)

    def push(self, *layouts):
        stick = self.deployment.write_stick(*layouts)
        run([self.lab.program("content/author/tambo-pack"), "push", self.registry.url(), stick])

    def start(self, kiosks, road):
        for kiosk in kiosks:
            others = [other for other in kiosks if other is not kiosk]
            hub = f"[hub]\nurl={self.registry.url(port=road.port)}\n"
            kiosk.write_mesh_config(others, hub + CONTENT + TIMING)
            kiosk.start_meshd()

    def end(self, kiosks):
        """As if they had never held anything."""
        for kiosk in kiosks:
            self.lab.processes.end(kiosk.meshd)
            state = os.path.join(kiosk.state, "mesh")
            for name in os.listdir(state):
                path = os.path.join(state, name)
                if os.path.isdir(path):
                    shutil.rmtree(path)
                elif name != "device.pem":
                    os.unlink(path)

    def wait_for_pack(self, kiosk, version=1):
        def holds():
            packs = kiosk.ctl("packs", check=False) or []
            return any(
                pack["id"] == PACK and pack["installed"] and pack["version"] == version
                for pack in packs
            )

        wait_for(holds, f"the pack on {kiosk.name}", 90, process=kiosk.meshd)

    def once(self, n_kiosks, most):
        kiosks = self.kiosks[:n_kiosks]
        road = Road(self.registry.port, RATE)
        self.start(kiosks, road)
        for kiosk in kiosks:
            self.wait_for_pack(kiosk)
        share = road.bytes / self.pack.size()
        print(f"# {n_kiosks} kiosks: {road.bytes} bytes left the hub, the pack has "
              f"{self.pack.size()}: {share:.3f} times", flush=True)
        need(share <= most, f"{share:.3f} times the pack left the hub, at most {most} may")
        self.end(kiosks)
        road.close()

    def by_one(self):
        self.once(1, 1.02)

    def by_two(self):
        self.once(2, 1.05)

    def by_three(self):
        self.once(3, 1.08)


def main():
    build, layout = sys.argv[1:3]
    if not (shutil.which("docker-registry") and shutil.which("skopeo")):
        skip_all("docker-registry and skopeo are not here")

    # A daemon may say that somebody must act; that is what is asked for here.
    os.environ["G_DEBUG"] = "fatal-criticals"
    tap = Tap("/lab/hub")
    with tempfile.TemporaryDirectory(prefix="tambo-lab-") as folder:
        with Lab(build, folder, real=False) as lab:
            story = tap.step("a-heavy-pack-is-pushed", Story, lab, layout)
            tap.step("one-kiosk-fetches-it-once", lambda: story.by_one())
            tap.step("two-kiosks-fetch-it-once", lambda: story.by_two())
            tap.step("three-kiosks-fetch-it-once", lambda: story.by_three())
            if tap.failed:
                for process in lab.processes.running:
                    for line in lab.processes.log_of(process).splitlines()[-8:]:
                        print(f"# {process.tambo_name}: {line}", flush=True)
    tap.end()


main()
