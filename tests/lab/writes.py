# SPDX-FileCopyrightText: The Tambo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What programs have written, by strace and by the files they leave, and a search in it."""

import base64
import collections
import os
import re
import stat

from processes import LabError, wait_for

WRITES = ("write", "pwrite64", "writev", "pwritev", "pwritev2")
# These put bytes into a file that strace does not show: a kiosk has no need of them.
UNSEEN = ("copy_file_range", "io_uring_setup", "mmap", "sendfile", "splice")
# These write a name.
NAMES = (
    "link", "linkat", "mkdir", "mkdirat", "openat", "rename", "renameat", "renameat2",
    "setxattr", "fsetxattr", "symlink", "symlinkat",
)
STRING = re.compile(rb'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')
DESCRIPTOR = re.compile(rb"\d+<((?:\\x[0-9a-f]{2})*)>")
CALL = re.compile(rb"\d+ +(\w+)\((.*)")


def forms(text):
    """The ways in which a program could have written these words."""
    for encoding in ("utf-8", "utf-16-le", "utf-32-le"):
        plain = text.encode(encoding)
        yield encoding, plain
        yield f"{encoding}, hex", plain.hex().encode()
        yield f"{encoding}, HEX", plain.hex().upper().encode()
        for before in range(3):
            # Only the characters that no neighbour has a part in.
            whole = base64.b64encode(bytes(before) + plain)
            sure = whole[(before * 8 + 5) // 6:(before + len(plain)) * 8 // 6]
            yield f"{encoding}, base64 after {before}", sure
            url = sure.translate(bytes.maketrans(b"+/", b"-_"))
            yield f"{encoding}, base64url after {before}", url


def search(text, things):
    """Which forms of the words are where, in pairs of a name and its bytes."""
    looked_for = list(forms(text))
    return [
        (form, name) for name, data in things for form, needle in looked_for if needle in data
    ]


def files(folders):
    """Every file below, with its name: a name is on the disk as well."""
    for folder in folders:
        for parent, below, names in os.walk(folder):
            for name in [*below, *names]:
                path = os.path.join(parent, name)
                data = b""
                if stat.S_ISREG(os.lstat(path).st_mode):
                    with open(path, "rb") as file:
                        data = file.read()
                yield path, os.fsencode(path) + b"\0" + data


class Trace:
    """What one program and its children wrote to files, and nothing of what went to sockets."""

    def __init__(self, path):
        self.path = path
        self.written = collections.defaultdict(bytearray)
        self.unseen = []

    @property
    def wrapper(self):
        """The tracer is the grandchild, so that the program keeps the process id we know."""
        return [
            "strace", "-D", "-f", "--seccomp-bpf", "-y", "-xx", "-s", "100000000",
            "-e", "trace=" + ",".join(WRITES + UNSEEN + NAMES), "-o", self.path, "--",
        ]

    def read(self, process):
        """Once the program has ended, and the tracer has taken that down."""
        end = re.compile(rb"^%d +\+\+\+ " % process.pid, re.MULTILINE)

        def last_lines():
            with open(self.path, "rb") as trace:
                trace.seek(max(0, os.path.getsize(self.path) - 65536))
                return trace.read()

        wait_for(lambda: end.search(last_lines()), "the end of the trace")
        with open(self.path, "rb") as trace:
            for line in trace:
                call = CALL.match(line)
                if call:
                    self.take(call.group(1).decode(), call.group(2))

    def take(self, call, arguments):
        descriptors = [self.decode(path) for path in DESCRIPTOR.findall(arguments)]
        if call in UNSEEN:
            self.take_unseen(call, arguments, descriptors)
            return
        name = "names"
        if call in WRITES:
            name = os.fsdecode(descriptors[0]) if descriptors else "?"
            if descriptors and not self.is_file(descriptors[0]):
                return
        for string, cut in STRING.findall(arguments):
            if cut:
                raise LabError(f"strace cut what went to {name}")
            self.written[name] += self.decode(string)

    def take_unseen(self, call, arguments, descriptors):
        if call == "mmap" and not (b"PROT_WRITE" in arguments and b"MAP_SHARED" in arguments):
            return
        if call == "sendfile":
            descriptors = descriptors[:1]
        if call == "io_uring_setup" or any(map(self.is_file, descriptors[-1:])):
            self.unseen.append((call, descriptors))

    @staticmethod
    def decode(text):
        return bytes.fromhex(text.decode().replace("\\x", ""))

    @staticmethod
    def is_file(path):
        """Not a socket or a pipe, which have no path; and not memory."""
        return path.startswith(b"/") and not path.startswith((b"/dev/", b"/memfd:"))
