# SPDX-FileCopyrightText: The Tambo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Packs made out of another one: heavier, or a later version of it."""

import hashlib
import json
import os
import random
import shutil

LEAF = 256 * 1024
FILM = "film/picture.webm"


def digest_of(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def leaf_list(data):
    return b"".join(
        hashlib.sha256(data[i:i + LEAF]).digest() for i in range(0, len(data), LEAF)
    )


def void(size, seed):
    """What EBML has for room: players skip it."""
    body = random.Random(seed).randbytes(size)
    return b"\xec" + (size | 1 << 56).to_bytes(8, "big") + body


class Layout:
    """An OCI image layout with one pack, to be changed."""

    def __init__(self, folder):
        self.folder = folder
        with open(os.path.join(folder, "index.json")) as file:
            self.index = json.load(file)
        self.entry = next(
            entry for entry in self.index["manifests"]
            if entry["annotations"]["org.opencontainers.image.ref.name"].startswith("packs/")
        )
        self.manifest = json.loads(self.read(self.entry["digest"]))
        self.config = json.loads(self.read(self.manifest["config"]["digest"]))

    def path(self, digest):
        return os.path.join(self.folder, "blobs", "sha256", digest.removeprefix("sha256:"))

    def read(self, digest):
        with open(self.path(digest), "rb") as file:
            return file.read()

    def write(self, data):
        digest = digest_of(data)
        with open(self.path(digest), "wb") as file:
            file.write(data)
        return {"digest": digest, "size": len(data)}

    def find(self, annotation, value):
        return next(
            layer for layer in self.manifest["layers"]
            if layer["annotations"].get(annotation) == value
        )

    def replace(self, title, data):
        """Puts other bytes in the place of a file."""
        layer = self.find("org.opencontainers.image.title", title)
        leaves = self.find("org.tambo.leaves-of", layer["digest"])
        layer.update(self.write(data))
        leaves.update(self.write(leaf_list(data)))
        leaves["annotations"]["org.tambo.leaves-of"] = layer["digest"]
        self.config["files"][title].update({"size": len(data), "leaves": leaves["digest"]})

    def save(self, version):
        self.config["version"] = version
        self.manifest["annotations"]["org.opencontainers.image.version"] = str(version)
        self.manifest["config"].update(self.write(self.dump(self.config)))
        self.entry.update(self.write(self.dump(self.manifest)))
        name = f"packs/{self.config['id']}:{version}"
        self.entry["annotations"]["org.opencontainers.image.ref.name"] = name
        with open(os.path.join(self.folder, "index.json"), "wb") as file:
            file.write(self.dump(self.index))

    @staticmethod
    def dump(value):
        return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()

    def files(self, *languages):
        """The digests of the files that a kiosk with these languages needs."""
        return {
            layer["digest"] for layer in self.manifest["layers"]
            if layer["annotations"].get("org.tambo.language", languages[0]) in languages
        }

    @property
    def languages(self):
        """As mesh.conf lists them."""
        return ";".join(self.config["languages"])

    def size(self):
        return sum(layer["size"] for layer in self.manifest["layers"])


def make_heavier(layout, folder, megabytes, version=1):
    """A copy of a pack whose film weighs so much more."""
    shutil.copytree(layout, folder)
    copy = Layout(folder)
    film = copy.read(copy.find("org.opencontainers.image.title", FILM)["digest"])
    copy.replace(FILM, film + void(int(megabytes * 1000 * 1000), version))
    copy.save(version)
    return copy
