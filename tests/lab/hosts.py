# SPDX-FileCopyrightText: The Tambo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many hosts on one machine.

A host is a network namespace with a D-Bus, an avahi-daemon and a tambo-meshd of its own; hosts
meet on bridges, which are namespaces too. All of it hangs on processes of ours, so nothing is
left behind when they end. Where namespaces are not allowed, hosts share the loopback interface
and know each other's addresses beforehand; then there is no Avahi.
"""

import json
import os
import shutil
import socket
import subprocess

from processes import LabError, Processes, wait_for

BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""

AVAHI_CONFIG = """[server]
host-name={name}
use-ipv4=yes
use-ipv6=yes
deny-interfaces=lo
disallow-other-stacks=no
[wide-area]
enable-wide-area=no
[publish]
publish-hinfo=no
publish-workstation=no
[reflector]
enable-reflector=no
"""


def namespaces_allowed():
    """Whether this user may make network namespaces, and mounts that only we see."""
    tools = all(shutil.which(tool) for tool in ("unshare", "nsenter", "ip", "avahi-daemon"))
    if not tools or os.geteuid() != 0:
        return False
    return subprocess.run(
        ["unshare", "-n", "-m", "ip", "link", "add", "tambo0", "type", "bridge"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
    ).returncode == 0


def run(argv, **options):
    done = subprocess.run(argv, capture_output=True, text=True, check=False, **options)
    if done.returncode != 0:
        raise LabError(f"{' '.join(argv)}: {(done.stderr or done.stdout).strip()}")
    return done.stdout


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Namespace:
    """A network namespace, alive as long as the process that holds it."""

    def __init__(self, lab, name):
        self.holder = lab.processes.start(
            f"{name}-namespace", ["unshare", "-n", "sleep", "infinity"]
        )
        own = os.readlink("/proc/self/ns/net")
        wait_for(
            lambda: os.readlink(f"/proc/{self.holder.pid}/ns/net") != own,
            f"the network namespace of {name}", process=self.holder,
        )
        self.ip("link", "set", "lo", "up")

    def inside(self, *argv):
        return ["nsenter", "-t", str(self.holder.pid), "-n", "--", *argv]

    def ip(self, *words):
        return run(self.inside("ip", *words))


class Bridge:
    """An Ethernet that hosts are plugged into: 10.77.N.0/24."""

    def __init__(self, lab, number):
        self.number = number
        self.hosts = 0
        self.namespace = Namespace(lab, f"bridge{number}")
        self.namespace.ip("link", "add", "br0", "type", "bridge", "mcast_snooping", "0")
        self.namespace.ip("link", "set", "br0", "up")


class Host:
    """One machine of the lab: its folders, its bus, its avahi-daemon, its tambo-meshd."""

    def __init__(self, lab, name, bridges):
        self.lab = lab
        self.name = name
        self.folder = os.path.join(lab.folder, name)
        self.config = os.path.join(self.folder, "config")
        self.state = os.path.join(self.folder, "state")
        self.bus_socket = os.path.join(self.folder, "bus")
        self.interfaces = {}
        self.namespace = None
        self.port = 7443
        self.meshd = None
        self.avahi = None
        os.makedirs(self.config)
        os.makedirs(self.state)
        if lab.real:
            self.namespace = Namespace(lab, name)
            for bridge in bridges:
                self.plug(bridge)
        else:
            self.port = free_port()
        self.start_bus()

    @property
    def env(self):
        return {
            "TAMBO_CONFIG_DIR": self.config,
            "TAMBO_STATE_DIR": self.state,
            "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={self.bus_socket}",
        }

    def plug(self, bridge):
        """Connects this host to a bridge, while it runs or before."""
        bridge.hosts += 1
        interface = f"eth{len(self.interfaces)}"
        port = f"{self.name[:8]}{bridge.number}"
        self.namespace.ip(
            "link", "add", interface, "type", "veth", "peer", "name", port,
            "netns", str(bridge.namespace.holder.pid),
        )
        bridge.namespace.ip("link", "set", port, "master", "br0", "up")
        address = f"10.77.{bridge.number}.{bridge.hosts}"
        self.namespace.ip("addr", "add", f"{address}/24", "brd", "+", "dev", interface)
        self.namespace.ip("link", "set", interface, "up")
        self.interfaces[bridge.number] = interface

    def cable(self, bridge, state):
        """Pulls the cable to a bridge (`down`) or puts it back (`up`)."""
        bridge.namespace.ip("link", "set", f"{self.name[:8]}{bridge.number}", state)

    def inside(self, argv):
        return self.namespace.inside(*argv) if self.namespace else list(argv)

    def start(self, program, argv, **options):
        env = {**self.env, **options.pop("env", {})}
        return self.lab.processes.start(
            f"{self.name}-{program}", self.inside(argv), env=env, **options
        )

    def start_bus(self):
        path = os.path.join(self.folder, "bus.conf")
        with open(path, "w") as config:
            config.write(BUS_CONFIG.format(socket=self.bus_socket))
        bus = self.start("bus", ["dbus-daemon", f"--config-file={path}", "--nofork", "--nopidfile"])
        wait_for(lambda: os.path.exists(self.bus_socket), f"the bus of {self.name}", process=bus)

    def start_avahi(self):
        """An avahi-daemon that sees only this host; its /run/avahi-daemon is its own."""
        path = os.path.join(self.folder, "avahi.conf")
        with open(path, "w") as config:
            config.write(AVAHI_CONFIG.format(name=f"host-{os.urandom(4).hex()}"))
        self.avahi = self.start("avahi", [
            "unshare", "-m", "sh", "-c",
            "mkdir -p /run/avahi-daemon && mount -t tmpfs tmpfs /run/avahi-daemon && "
            f"exec avahi-daemon -f {path} --no-drop-root --no-chroot --no-rlimits",
        ])
        wait_for(
            lambda: "Server startup complete" in self.lab.processes.log_of(self.avahi),
            f"avahi-daemon of {self.name}", process=self.avahi,
        )

    def write_mesh_config(self, neighbours=(), extra=""):
        lines = [
            "[mesh]", f"port={self.port}", f"avahi={'true' if self.lab.real else 'false'}",
        ]
        if not self.lab.real:
            lines += ["allow-loopback=true"]
            lines += ["static-peers=" + ";".join(f"127.0.0.1:{host.port}" for host in neighbours)]
        with open(os.path.join(self.config, "mesh.conf"), "w") as config:
            config.write("\n".join(lines) + "\n" + extra)

    def start_meshd(self):
        self.meshd = self.start("meshd", [self.lab.program("mesh/tambo-meshd")])
        wait_for(
            lambda: self.ctl("status", check=False) is not None,
            f"tambo-meshd of {self.name}", process=self.meshd,
        )

    def wait_for_pack(self, pack_id, version=None, seconds=120):
        """Until a pack is here whole, verified and shown."""
        def holds():
            packs = self.ctl("packs", check=False) or []
            return any(
                pack["id"] == pack_id and pack["installed"] and version in (None, pack["version"])
                for pack in packs
            )

        wait_for(holds, f"the pack on {self.name}", seconds, process=self.meshd)

    def ctl(self, *words, check=True):
        """What `tamboctl --json` answers; None if it failed and check is off."""
        done = subprocess.run(
            [self.lab.program("mesh/ctl/tamboctl"), "--json", *words],
            capture_output=True, text=True, check=False, env={**os.environ, **self.env},
        )
        if done.returncode != 0:
            if not check:
                return None
            raise LabError(f"tamboctl {' '.join(words)} on {self.name}: {done.stderr.strip()}")
        return json.loads(done.stdout) if done.stdout.strip() else {}


class Lab:
    """Hosts and bridges, and the end of them all. Use it in a `with`."""

    def __init__(self, build, folder, real=None):
        self.build = build
        self.folder = folder
        self.real = namespaces_allowed() if real is None else real
        self.processes = Processes(os.path.join(folder, "logs"))
        self.bridges = 0

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.processes.end_all()

    def program(self, path):
        return os.path.join(self.build, path)

    def bridge(self):
        self.bridges += 1
        return Bridge(self, self.bridges) if self.real else None

    def host(self, name, *bridges):
        return Host(self, name, bridges)
