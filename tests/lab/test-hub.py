#!/usr/bin/python3
# SPDX-FileCopyrightText: The Tambo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-hub.py BUILD LAYOUT: several kiosks and one narrow road to a hub; and hubs that misbehave.

What leaves the hub is counted: however many kiosks there are near each other, each byte of a pack
crosses the road about once, whoever of them asks for it.
"""

import os
import shutil
import signal
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [HERE, os.path.join(TOP, "tests", "support")]

import bent  # noqa: E402
from deployment import Deployment  # noqa: E402
from hosts import Lab, run  # noqa: E402
from packs import LEAF, make_heavier  # noqa: E402
from processes import need, wait_for  # noqa: E402
from registry import Registry, Road  # noqa: E402
from tap import Tap, skip_all  # noqa: E402

PACK = "org.tambo.cough"
TIMING = "[timing]\nhello-seconds=1\nbatch-seconds=1\nhub-seconds=2\nhub-grace-seconds=1\n"
EAGER = "[timing]\nhello-seconds=1\nbatch-seconds=1\nhub-seconds=0.5\nhub-grace-seconds=0.1\n"
MEGABYTES = 8
RATE = 4_000_000  # bytes a second


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

    def start(self, kiosks, road, timing=TIMING):
        for kiosk in kiosks:
            others = [other for other in kiosks if other is not kiosk]
            hub = f"[hub]\nurl={self.registry.url(port=road.port)}\n"
            content = f"[content]\nlanguages={self.pack.languages}\nkeep-free-megabytes=0\n"
            kiosk.write_mesh_config(others, hub + content + timing)
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

    def kill_midway(self, kiosk, road):
        """No warning, no goodbye; and back when the others are done. Returns what had come."""
        wait_for(
            lambda: road.bytes > self.pack.size() / 3, "a third of the pack", 60,
            process=kiosk.meshd,
        )
        self.lab.processes.end(kiosk.meshd, signal.SIGKILL)
        before = road.bytes
        self.kiosks[1].wait_for_pack(PACK)
        kiosk.start_meshd()
        return before

    def once(self, n_kiosks, most, kill=False):
        kiosks = self.kiosks[:n_kiosks]
        road = Road(self.registry.port, RATE)
        self.start(kiosks, road)
        began = time.monotonic()
        before = self.kill_midway(kiosks[0], road) if kill else 0
        for kiosk in kiosks:
            kiosk.wait_for_pack(PACK)
        took = time.monotonic() - began
        share = road.bytes / self.pack.size()
        print(f"# {n_kiosks} kiosks: {road.bytes} bytes left the hub, the pack has "
              f"{self.pack.size()}: {share:.3f} times, in {took:.1f} s", flush=True)
        share -= before / self.pack.size()
        need(share <= most, f"{share:.3f} times the pack left the hub, at most {most} may")
        self.end(kiosks)
        road.close()

    def wait_for_failure(self, kiosk, word, seen):
        """Until the log says so anew; returns how much of the log was read."""
        def log():
            return self.lab.processes.log_of(kiosk.meshd)

        wait_for(
            lambda: f"hub.failed {word}" in log()[seen:], f"the word {word}", 30,
            process=kiosk.meshd,
        )
        return len(log())

    def keeps(self, kiosk, version):
        """What was there is there, and nothing else is."""
        packs = [(pack["id"], pack["version"], pack["installed"]) for pack in kiosk.ctl("packs")]
        need(packs == [(PACK, version, True)], f"the kiosk has {packs}")

    def misbehaves(self):
        """One row a way to misbehave, with the word that it must end in."""
        hub = self.bent = bent.Bent(self.registry.port)
        kiosk = self.kiosks[0]
        self.start([kiosk], hub, EAGER)
        kiosk.ctl("install", self.deployment.stick)
        hub.bend = bent.always(500)
        self.later = make_heavier(self.pack.folder, os.path.join(self.lab.folder, "later"), 2, 2)
        self.push(self.pack.folder, self.later.folder)
        seen = self.wait_for_failure(kiosk, "hub.busy", 0)
        for name, bend, word in (
            ("sends in circles", bent.always(307, {"Location": "/again"}), "hub.redirect"),
            ("sends into the open", bent.always(302, {"Location": "http://192.0.2.1/"}), "hub.redirect"),
            ("asks and asks", bent.always(401, {"WWW-Authenticate": "Basic"}), "hub.refused"),
            ("gives no token", bent.NoToken(hub.port), "hub.token"),
            ("manifest is too large", bent.always(200, {}, bytes(4 * 1024 * 1024 + 1)), "hub.protocol"),
            ("manifest has no end", bent.without_end, "hub.protocol"),
            ("manifest is none", bent.always(200, {}, b"[]"), "json"),
            ("has nothing", bent.always(404), "hub.empty"),
            ("sends another range", bent.for_blobs(bent.other_range), "hub.protocol"),
            ("sends too little", bent.for_blobs(bent.too_short), "hub.protocol"),
            ("cuts each leaf", bent.for_blobs(bent.Cut(-1, 1000)), "hub.unreachable"),
        ):
            hub.bend = bend
            seen = self.wait_for_failure(kiosk, word, seen)
            self.keeps(kiosk, 1)
            print(f"# {name}: {word}", flush=True)
            hub.bend = bent.always(500)
            seen = self.wait_for_failure(kiosk, "hub.busy", seen)

    def sends_other_bytes(self):
        """Three times, then an hour's quarantine; and staff can read why."""
        kiosk, hub = self.kiosks[0], self.bent
        hub.bend = bent.for_blobs(bent.flip)
        wait_for(
            lambda: "peer.quarantined pin=hub" in self.lab.processes.log_of(kiosk.meshd),
            "the quarantine", process=kiosk.meshd,
        )
        hub.bend = None
        asked = len(hub.asked)
        wait_for(
            lambda: sum("/trust/" in path for path, _ in hub.asked[asked:]) >= 3,
            "three more looks for news", process=kiosk.meshd,
        )
        blobs = [path for path, _ in hub.asked[asked:] if "/blobs/" in path]
        need(not blobs, f"it was asked again for {blobs}")
        error = kiosk.ctl("status")["Hub"]["error"]
        need(error.startswith("org.tambo.Error.Pack.Digest "), f"the kiosk says “{error}”")
        self.keeps(kiosk, 1)

    def breaks_off(self):
        """Four times, in the middle of a leaf: what came whole is not asked for again."""
        kiosk, hub = self.kiosks[0], self.bent
        self.end([kiosk])
        hub.sent = 0
        hub.bend = bent.for_blobs(bent.Cut(4, LEAF + 100_000))
        self.start([kiosk], hub, EAGER)
        kiosk.wait_for_pack(PACK, 2)
        more = hub.sent - self.later.size()
        print(f"# the pack has {self.later.size()} bytes, {more} more left the hub", flush=True)
        need(more < 4 * LEAF + 100_000, f"{more} bytes more than the film left the hub")
        self.end([kiosk])

    def says_later(self):
        kiosk, hub = self.kiosks[0], self.bent
        hub.bend = bent.for_blobs(bent.Busy(3))
        self.start([kiosk], hub, EAGER)
        kiosk.wait_for_pack(PACK, 2)
        self.end([kiosk])

    def has_no_ranges(self):
        """Then a blob comes as a whole, once and not once a run."""
        kiosk, hub = self.kiosks[0], self.bent
        hub.sent = 0
        hub.bend = bent.ignore_ranges
        self.start([kiosk], hub, EAGER)
        kiosk.wait_for_pack(PACK, 2)
        share = hub.sent / self.later.size()
        print(f"# {hub.sent} bytes left the hub: {share:.3f} times the pack", flush=True)
        need(share < 1.5, f"{share:.3f} times the pack left the hub")
        self.end([kiosk])
        hub.close()

    def by_one(self):
        self.once(1, 1.05)

    def by_two(self):
        self.once(2, 1.15)

    def by_three(self):
        self.once(3, 1.3)

    def though_one_is_killed(self):
        """What only it had crosses again, and no more than that."""
        self.once(2, 1, kill=True)


def main():
    build, layout = sys.argv[1:3]
    if not (shutil.which("docker-registry") and shutil.which("skopeo")):
        skip_all("docker-registry and skopeo are not here")

    # A daemon may say that somebody must act; that is what is asked for here.
    os.environ["G_DEBUG"] = "fatal-criticals"
    os.environ.setdefault("TAMBO_DECODE", os.path.join(build, "content/probe/tambo-decode"))
    tap = Tap("/lab/hub")
    with tempfile.TemporaryDirectory(prefix="tambo-lab-") as folder:
        with Lab(build, folder, real=False) as lab:
            story = tap.step("a-heavy-pack-is-pushed", Story, lab, layout)
            tap.step("one-kiosk-fetches-it-once", lambda: story.by_one())
            tap.step("two-kiosks-fetch-it-once", lambda: story.by_two())
            tap.step("three-kiosks-fetch-it-once", lambda: story.by_three())
            tap.step("two-fetch-it-once-though-one-is-killed", lambda: story.though_one_is_killed())
            tap.step("hubs-that-misbehave-leave-what-was-there", lambda: story.misbehaves())
            tap.step("wrong-bytes-are-not-asked-for-again", lambda: story.sends_other_bytes())
            tap.step("a-cut-costs-one-leaf", lambda: story.breaks_off())
            tap.step("later-is-later", lambda: story.says_later())
            tap.step("without-ranges-a-blob-comes-once", lambda: story.has_no_ranges())
            if tap.failed:
                lab.processes.print_logs()
    tap.end()


main()
