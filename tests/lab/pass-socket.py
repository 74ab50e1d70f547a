#!/usr/bin/python3
# SPDX-FileCopyrightText: The Tambo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""pass-socket.py FD PROGRAM [ARGUMENT]...: runs a program with a socket, as systemd passes one."""

import os
import sys

FIRST = 3

descriptor = int(sys.argv[1])
if descriptor != FIRST:
    os.dup2(descriptor, FIRST)
    os.close(descriptor)
os.set_inheritable(FIRST, True)
os.environ["LISTEN_FDS"] = "1"
os.environ["LISTEN_PID"] = str(os.getpid())
os.execv(sys.argv[2], sys.argv[2:])
