# SPDX-FileCopyrightText: The Tambo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The stage of the demo: kiosk A, kiosk B and a clinic, on two networks that only B joins."""

import os
import socket
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, "tests", "lab"))

from deployment import PASSPHRASE, Deployment  # noqa: E402
from hosts import Lab  # noqa: E402

PACK = "org.tambo.cough"

# Short times, so that nobody waits for what a shelter would not notice. Each is a line of mesh.conf.
QUICK = "[timing]\nhello-seconds=2\nbatch-seconds=1\n"


class Stage:
    """Everything but the windows. Use it in a `with`."""

    def __init__(self, build, folder, real=None):
        self.lab = Lab(build, folder, real)
        self.passphrase = PASSPHRASE
        self.inbox = None
        self.clinic_program = None

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.lab.__exit__(*exception)

    def open(self, layout):
        """Makes the three machines and their deployment; kiosk A gets the pack."""
        lab = self.lab
        shelter, road = lab.bridge(), lab.bridge()
        self.a = lab.host("a", shelter)
        self.b = lab.host("b", shelter, road)
        self.clinic = lab.host("clinic", road)
        self.a.write_mesh_config([self.b], QUICK)
        self.b.write_mesh_config([self.a, self.clinic], QUICK)
        self.clinic.write_mesh_config([self.b], QUICK)
        self.deployment = Deployment(lab, [self.a, self.b], self.clinic)
        stick = self.deployment.write_stick(layout)
        for host in (self.a, self.b, self.clinic):
            if lab.real:
                host.start_avahi()
            host.start_meshd()
            host.ctl("trust", stick)
        self.a.ctl("install", stick)
        self.start_clinic()

    def start_clinic(self):
        """The inbox's socket is ours, so that it is reached from outside the clinic's network."""
        listener = socket.create_server(("127.0.0.1", 0))
        self.inbox = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        # The program looks for its socket at descriptor 3, as systemd would pass it.
        argv = [
            "/usr/bin/python3", os.path.join(TOP, "tests", "lab", "pass-socket.py"),
            str(listener.fileno()), self.lab.program("clinic/tambo-clinic"), "run",
        ]
        self.clinic_program = self.clinic.start("inbox", argv, pass_fds=[listener.fileno()])
        listener.close()

    def wait_for_pack(self, host, seconds=120):
        host.wait_for_pack(PACK, seconds=seconds)
