#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tambo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that no file includes what lies above its own layer.

Every include of ours is written from the top of the tree, so the path in the include is all
that there is to read. A folder that is not listed here is a finding: say first where it stands.
"""

import re
import sys
from pathlib import Path

# What each folder may include besides itself.
BASE = {"content/base"}
FOUNDATIONS = BASE | {"content/pack", "content/trust", "content/fhirpath", "content/probe"}
KEEPING = FOUNDATIONS | {"content/store", "content/forms"}
CONTENT = KEEPING | {"content/catalog", "content/consult"}
MESH_PARTS = {f"mesh/{name}" for name in ("transfer", "discovery", "sync", "courier", "admission")}
KIOSK_SHARED = {f"kiosk/{name}" for name in ("widgets", "mesh", "session", "speech", "usb")}
SCREENS = {
    f"kiosk/{name}"
    for name in (
        "attract", "language", "home", "watch", "player", "leaflet", "screening", "consult", "replies",
        "places", "rights", "feedback", "staff",
    )
}
CLINIC = {"clinic", "clinic/requests", "clinic/inbox", "clinic/fhir"}

ALLOWED = {
    "content/base": set(),
    "content/pack": BASE,
    "content/trust": BASE | {"content/pack"},
    "content/fhirpath": BASE,
    "content/probe": BASE,
    "content/store": FOUNDATIONS,
    "content/forms": FOUNDATIONS,
    "content/catalog": KEEPING,
    "content/consult": KEEPING,
    "content/author": CONTENT,
    "mesh/wire": CONTENT,
    **{folder: CONTENT | {"mesh/wire"} for folder in MESH_PARTS},
    "mesh/daemon": CONTENT | {"mesh/wire"} | MESH_PARTS,
    "mesh/ctl": BASE,
    **{folder: CONTENT | KIOSK_SHARED for folder in KIOSK_SHARED},
    **{screen: CONTENT | KIOSK_SHARED for screen in SCREENS},
    "kiosk/app": CONTENT | KIOSK_SHARED | SCREENS,
    **{folder: CONTENT | CLINIC for folder in CLINIC},
}

# Libraries, and the only folders that may know of them.
GST = {"kiosk/widgets", "kiosk/speech", "content/probe", "content/author"}
TOOLKITS = {
    "gtk/": SCREENS | KIOSK_SHARED | {"kiosk/app"},
    "gst/": GST,
    "libsoup/": {"mesh/transfer"} | CLINIC,
    "avahi-": {"mesh/discovery"},
    "sqlite3.h": {"content/base"},
}

INCLUDE = re.compile(r'^#include ["<]([^">]+)[">]', re.M)


def complaints(root):
    for top in ("content", "mesh", "kiosk", "clinic"):
        for path in sorted((root / top).glob("**/*.[ch]")):
            folder = str(path.parent.relative_to(root))
            if folder not in ALLOWED:
                yield f"{path.relative_to(root)}: no layer is named for {folder}"
                continue
            for include in INCLUDE.findall(path.read_text()):
                parent = str(Path(include).parent)
                known = parent in ALLOWED or (root / parent).is_dir() and parent != "."
                if known and (root / include).exists() and parent not in ALLOWED[folder] | {folder}:
                    yield f"{path.relative_to(root)}: {folder} may not include {include}"
                for toolkit, users in TOOLKITS.items():
                    if include.startswith(toolkit) and folder not in users:
                        yield f"{path.relative_to(root)}: {include} stays in {', '.join(sorted(users))}"


found = list(complaints(Path(sys.argv[1])))
print("\n".join(found))
sys.exit(1 if found else 0)
