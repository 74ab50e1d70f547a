# SPDX-FileCopyrightText: The Tambo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A throw-away deployment: keys, a roster, a clinic and one pack, on a folder like a stick."""

import os
import shutil

from hosts import run

PASSPHRASE = "way station 7443"


class Deployment:
    """Made anew each time; its keys never leave the lab's folder."""

    def __init__(self, lab, kiosks, clinic=None):
        self.lab = lab
        self.folder = os.path.join(lab.folder, "deployment")
        self.stick = os.path.join(lab.folder, "stick")
        self.clinic = clinic
        self.passphrase = os.path.join(lab.folder, "passphrase")
        with open(os.path.join(lab.folder, "passphrase"), "w") as file:
            file.write(PASSPHRASE + "\n")
        self.pack("found", self.folder)
        for host in [*kiosks, *([clinic] if clinic else [])]:
            shutil.copy(os.path.join(self.folder, "root.json"), host.config)
        self.admit(kiosks)
        if clinic:
            self.pack("clinic", self.folder, self.make_clinic())

    def pack(self, *words):
        # Nothing to read: at a terminal it would ask for a passphrase.
        return run([self.lab.program("content/author/tambo-pack"), *words], input="")

    def pin_of(self, host):
        return run(
            [self.lab.program("mesh/tambo-meshd"), "--print-pin"], env={**os.environ, **host.env}
        ).strip()

    def admit(self, kiosks):
        words = ["admit", self.folder, "--site", "demo"]
        if self.clinic:
            words += ["--gateway", self.pin_of(self.clinic)]
        for host in kiosks:
            words += ["--kiosk", self.pin_of(host)]
        self.pack(*words)

    def make_clinic(self):
        record = run([
            self.lab.program("clinic/tambo-clinic"), "init", "--id", "demo",
            "--name", "en=Demo clinic", "--name", "fr=Clinique de démonstration",
            "--name", "ar=عيادة تجريبية",
            "--passphrase-file", self.passphrase,
        ], env={**os.environ, **self.clinic.env})
        path = os.path.join(self.lab.folder, "clinic.json")
        with open(path, "w") as file:
            file.write(record)
        return path

    def write_stick(self, *layouts):
        """Signs what is there now, and writes the folder that staff would carry."""
        shutil.rmtree(self.stick, ignore_errors=True)
        self.pack("sign", self.folder, *layouts, "-o", self.stick)
        return self.stick
