#!/usr/bin/python3
# SPDX-FileCopyrightText: The Tambo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-registry.py BUILD LAYOUT: packs by way of a registry, both ways, with stock tools.

`tambo-pack push` and skopeo fill a docker-registry; kiosks pull from it with nothing but its
address and the first root. Then skopeo takes a pack out of a kiosk, with a certificate that the
roster knows.
"""

import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [HERE, os.path.join(TOP, "tests", "support")]

from deployment import Deployment  # noqa: E402
from hosts import Lab  # noqa: E402
from processes import LabError, wait_for  # noqa: E402
from registry import Registry  # noqa: E402
from tap import Tap, skip_all  # noqa: E402

PACK = "org.tambo.cough"
TIMING = "[timing]\nhello-seconds=1\nbatch-seconds=1\nhub-seconds=2\nhub-grace-seconds=0.2\n"


def need(condition, message):
    if not condition:
        raise LabError(message)


class Story:
    def __init__(self, lab, layout):
        self.lab = lab
        self.kiosk = lab.host("kiosk")
        self.deployment = Deployment(lab, [self.kiosk])
        self.signed = self.deployment.write_stick(layout)

    def push(self, url, *words, check=True):
        done = subprocess.run(
            [self.lab.program("content/author/tambo-pack"), "push", url, self.signed, *words],
            capture_output=True, text=True, check=False,
        )
        if check:
            need(done.returncode == 0, f"push: {done.stdout}{done.stderr}")
        return done

    def start_kiosk(self, url, extra=""):
        hub = f"[hub]\nurl={url}\n{extra}[content]\nlanguages=en;fr;ar\nkeep-free-megabytes=0\n"
        self.kiosk.write_mesh_config([], hub + TIMING)
        self.kiosk.start_meshd()

    def stop_kiosk(self):
        self.lab.processes.end(self.kiosk.meshd)
        shutil.rmtree(os.path.join(self.kiosk.state, "mesh", "store"), ignore_errors=True)
        for name in os.listdir(os.path.join(self.kiosk.state, "mesh")):
            if name != "device.pem":
                path = os.path.join(self.kiosk.state, "mesh", name)
                shutil.rmtree(path) if os.path.isdir(path) else os.unlink(path)

    def wait_for_pack(self, host):
        def holds():
            packs = host.ctl("packs", check=False) or []
            return any(pack["id"] == PACK and pack["installed"] for pack in packs)

        wait_for(holds, f"the pack on {host.name}", 60, process=host.meshd)

    def plain(self):
        registry = Registry(self.lab, "plain")
        self.push(registry.url())
        self.start_kiosk(registry.url())
        self.wait_for_pack(self.kiosk)
        need(self.kiosk.ctl("status")["Hub"]["state"] == "reached", "the kiosk does not say so")


def what_is_missing():
    for tool in ("docker-registry", "skopeo", "openssl"):
        if not shutil.which(tool):
            return f"{tool} is not here"
    return None


def main():
    build, layout = sys.argv[1:3]
    missing = what_is_missing()
    if missing:
        skip_all(missing)

    tap = Tap("/lab/registry")
    with tempfile.TemporaryDirectory(prefix="tambo-lab-") as folder:
        with Lab(build, folder, real=False) as lab:
            story = tap.step("a-deployment-is-made", Story, lab, layout)
            tap.step("a-pack-comes-from-a-registry", lambda: story.plain())
            if tap.failed:
                for process in lab.processes.running:
                    for line in lab.processes.log_of(process).splitlines()[-30:]:
                        print(f"# {process.tambo_name}: {line}", flush=True)
    tap.end()


main()
