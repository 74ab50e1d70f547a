# SPDX-FileCopyrightText: The Tambo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Test Anything Protocol, for tests that are programs of many steps."""

import sys
import traceback


class Tap:
    """Steps that build on each other: after the first that fails the rest are not tried."""

    def __init__(self, path):
        self.path = path
        self.count = 0
        self.failed = False

    def step(self, name, action, *arguments):
        self.count += 1
        label = f"{self.count} {self.path}/{name}"
        if self.failed:
            print(f"not ok {label}\n# not tried", flush=True)
            return None
        try:
            value = action(*arguments)
        except Exception as error:  # pylint: disable=broad-except
            self.failed = True
            print(f"not ok {label}", flush=True)
            for line in traceback.format_exception(error):
                for part in line.rstrip().splitlines():
                    print(f"# {part}", flush=True)
            return None
        print(f"ok {label}", flush=True)
        return value

    def end(self):
        print(f"1..{self.count}", flush=True)
        sys.exit(1 if self.failed else 0)


def skip_all(reason):
    """Ends the program: meson counts it as skipped, and shows why."""
    print(f"1..0 # SKIP {reason}", flush=True)
    sys.exit(0)
