#!/usr/bin/python3
# SPDX-FileCopyrightText: The Tambo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-registry.py BUILD LAYOUT: packs by way of a registry, both ways, with stock tools.

`tambo-pack push` and skopeo fill a docker-registry; kiosks pull from it with nothing but its
address and the first root. Then skopeo takes a pack out of a kiosk, with a certificate that the
roster knows.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [HERE, os.path.join(TOP, "tests", "support")]

from deployment import Deployment  # noqa: E402
from hosts import Lab, free_port  # noqa: E402
from packs import Layout  # noqa: E402
from processes import need, wait_for  # noqa: E402
from registry import PASSWORD, USER, Authority, Registry, TokenServer  # noqa: E402
from tap import Tap, skip_all  # noqa: E402

PACK = "org.tambo.cough"
TIMING = "[timing]\nhello-seconds=1\nbatch-seconds=1\nhub-seconds=1\nhub-grace-seconds=0.1\n"


def run(argv, **options):
    return subprocess.run(argv, capture_output=True, text=True, check=False, **options)


def write(path, text):
    with open(path, "w") as file:
        file.write(text)
    return path


class Story:
    def __init__(self, lab, layout):
        self.lab = lab
        self.layout = layout
        self.kiosk = lab.host("kiosk")
        self.reader = lab.host("reader")
        self.deployment = Deployment(lab, [self.kiosk, self.reader])
        self.signed = self.deployment.write_stick(layout)
        self.pack = Layout(layout)
        self.authority = Authority(os.path.join(lab.folder, "authority"))
        self.password = write(os.path.join(lab.folder, "password"), PASSWORD + "\n")
        self.wrong = write(os.path.join(lab.folder, "wrong"), "open sesame\n")

    def push(self, url, *words, layout=None, env=None):
        return run(
            [self.lab.program("content/author/tambo-pack"), "push", url, layout or self.signed,
             *words],
            env={**os.environ, **(env or {})},
        )

    def push_well(self, url, *words):
        done = self.push(url, *words)
        need(done.returncode == 0, f"push: {done.stdout}{done.stderr}")
        refs = re.findall(r"\] (\S+) \(", done.stdout)
        need(refs == [f"packs/{PACK}:1", "trust:metadata"], f"pushed in this order: {refs}")
        for line in done.stdout.splitlines():
            print(f"# {line}")

    def start(self, url, *, languages=None, **hub):
        """A kiosk that knows nothing yet but the first root, and where the hub is."""
        kiosk = self.lab.host(f"kiosk{free_port()}")
        shutil.copy(os.path.join(self.deployment.folder, "root.json"), kiosk.config)
        keys = "".join(f"{key.replace('_', '-')}={value}\n" for key, value in hub.items())
        languages = languages or self.pack.languages
        content = f"[content]\nlanguages={languages}\nkeep-free-megabytes=0\n"
        kiosk.write_mesh_config([], f"[hub]\nurl={url}\n{keys}{content}{TIMING}")
        kiosk.start_meshd()
        return kiosk

    def end(self, kiosk):
        self.lab.processes.end(kiosk.meshd)
        need(kiosk.meshd.returncode == 0, f"{kiosk.name} ended with {kiosk.meshd.returncode}")

    def fetches_all(self, url, **hub):
        kiosk = self.start(url, **hub)
        kiosk.wait_for_pack(PACK)
        state = kiosk.ctl("status")["Hub"]
        need(state["state"] == "reached" and state["error"] == "", f"the kiosk says {state}")
        self.end(kiosk)

    def says(self, url, error, cure, **hub):
        """What staff read when the hub cannot be used; nothing is trusted or kept then."""
        kiosk = self.start(url, **hub)
        wait_for(
            lambda: kiosk.ctl("status")["Hub"]["error"].startswith(f"org.tambo.Error.{error} "),
            f"the error {error}", process=kiosk.meshd,
        )
        status = run([self.lab.program("mesh/ctl/tamboctl"), "status"], env={**os.environ, **kiosk.env})
        need(cure in status.stdout, f"no word of a cure in {status.stdout}")
        need(kiosk.ctl("packs") == [], "packs came from nowhere")
        self.end(kiosk)

    def push_refuses(self):
        """Each reason with its exit status and a word that must stand in it."""
        nobody = f"http://127.0.0.1:{free_port()}"
        for words, status, reason in (
            (["http://hub.example", self.signed], 1, "only https leaves this machine"),
            (["https://a:b@hub.example", self.signed], 1, "places of their own"),
            ([nobody, self.layout], 1, "tambo-pack sign"),
            ([nobody, self.lab.folder], 3, self.lab.folder),
            ([nobody, self.signed], 3, "connection refused"),
            ([nobody, self.signed, "--user", "a"], 2, "go together"),
            ([nobody], 2, "Usage"),
        ):
            done = run([self.lab.program("content/author/tambo-pack"), "push", *words])
            need(done.returncode == status, f"{words}: {done.returncode} {done.stderr}")
            need(reason in done.stderr, f"{words}: {done.stderr}")

    def push_names_the_package(self):
        done = self.push("https://hub.example", env={"PATH": self.lab.folder})
        need(done.returncode == 3, f"{done.returncode} {done.stderr}")
        need("apt install skopeo" in done.stderr, done.stderr)

    def open_to_all(self):
        """Only what this kiosk's languages need is asked for."""
        registry = Registry(self.lab, "open")
        self.says(registry.url(), "Hub.Empty", "tambo-pack push")
        self.push_well(registry.url())
        need(
            run(["skopeo", "inspect", "--tls-verify=false", "--raw",
                 f"docker://127.0.0.1:{registry.port}/tambo/packs/{PACK}:1"]).returncode == 0,
            "skopeo does not find the pack",
        )
        before = len(registry.log())
        kiosk = self.start(registry.url(), languages="fr")
        kiosk.wait_for_pack(PACK)
        asked = set(re.findall(r"blobs/(sha256:[0-9a-f]{64})", registry.log()[before:]))
        files = {layer["digest"] for layer in self.pack.manifest["layers"]}
        need(asked & files == self.pack.files("fr"), "the kiosk asked for other files")
        self.end(kiosk)
        self.open = registry

    def with_password(self):
        """TLS by an authority of our own, and a password; each is missed when it is missing."""
        registry = Registry(
            self.lab, "password", tls=self.authority.issue("password"), password=True
        )
        url = registry.url("clinics/north")
        ca = ("--ca-file", self.authority.ca)
        for words, reason in (
            ((), "--ca-file"),
            (ca, "--password-file"),
            ((*ca, "--user", USER, "--password-file", self.wrong), "--password-file"),
        ):
            done = self.push(url, *words)
            need(done.returncode == 1 and reason in done.stderr, f"{words}: {done.stderr}")
        self.push_well(url, *ca, "--user", USER, "--password-file", self.password)

        known = {"ca_file": self.authority.ca}
        self.says(url, "Hub.Certificate", "ca-file")
        self.says(url, "Hub.Refused", "password-file", **known)
        self.says(url, "Hub.Refused", "password-file", user=USER, password_file=self.wrong, **known)
        self.says(
            url.replace("127.0.0.1", "127.0.0.2"), "Hub.Unreachable", "internet", **known
        )
        self.fetches_all(url, user=USER, password_file=self.password, **known)

    def with_another_name(self):
        """A certificate of the right authority, for another host."""
        registry = Registry(
            self.lab, "other-name", tls=self.authority.issue("other", san="DNS:other.example")
        )
        self.says(registry.url(), "Hub.Certificate", "ca-file", ca_file=self.authority.ca)

    def with_tokens(self):
        tokens = TokenServer(self.authority)
        registry = Registry(self.lab, "tokens", tokens=tokens)
        words = ("--user", USER, "--password-file", self.password)
        self.push_well(registry.url(), *words)
        tokens.asked.clear()
        self.says(registry.url(), "Hub.Refused", "password-file")
        self.fetches_all(registry.url(), user=USER, password_file=self.password)
        asked = {scope for scopes in tokens.asked for scope in scopes}
        wanted = {"repository:tambo/trust:pull", f"repository:tambo/packs/{PACK}:pull"}
        need(asked == wanted, f"tokens were asked for {asked}")
        tokens.close()

    def no_secret_among_words(self):
        """What a neighbour sees in the list of processes."""
        folder = os.path.join(self.lab.folder, "spy")
        os.makedirs(folder)
        seen = os.path.join(folder, "seen")
        spy = write(os.path.join(folder, "skopeo"), f'#!/bin/sh\necho "$@" >> {seen}\nenv >> {seen}\n')
        os.chmod(spy, 0o755)
        self.push(
            "https://hub.example", "--user", USER, "--password-file", self.password,
            env={"PATH": f"{folder}:{os.environ['PATH']}"},
        )
        with open(seen) as file:
            text = file.read()
        need("docker://hub.example/tambo/trust:metadata" in text, text)
        need(PASSWORD not in text, "the password is among the words")
        path = re.search(r"--dest-authfile=(\S+)", text).group(1)
        need(not os.path.exists(os.path.dirname(path)), "the password's file is left behind")

    def certificate(self):
        """The reader's device key, as skopeo wants it."""
        folder = os.path.join(self.lab.folder, "certs")
        os.makedirs(folder)
        with open(os.path.join(self.reader.state, "mesh", "device.pem")) as file:
            pem = file.read()
        middle = pem.index("-----BEGIN CERTIFICATE")
        write(os.path.join(folder, "client.key"), pem[:middle])
        write(os.path.join(folder, "client.cert"), pem[middle:])
        return folder

    def copy_from_kiosk(self, out, *words):
        return run([
            "skopeo", "--insecure-policy", "copy", "--preserve-digests", "--src-tls-verify=false",
            *words, f"docker://127.0.0.1:{self.kiosk.port}/tambo/packs/{PACK}:1",
            f"oci:{out}:packs/{PACK}:1",
        ])

    def out_of_a_kiosk(self):
        """A kiosk with all languages is a registry like any other, to who may ask."""
        self.kiosk.write_mesh_config([], f"[content]\nlanguages={self.pack.languages}\n{TIMING}")
        self.kiosk.start_meshd()
        self.kiosk.ctl("install", self.signed)
        out = os.path.join(self.lab.folder, "out")
        self.certs = self.certificate()
        done = self.copy_from_kiosk(out, f"--src-cert-dir={self.certs}")
        need(done.returncode == 0, f"skopeo: {done.stderr}")
        need(Layout(out).manifest == self.pack.manifest, "it is another pack")
        for layer in self.pack.manifest["layers"]:
            need(Layout(out).read(layer["digest"]) == self.pack.read(layer["digest"]), "other bytes")
        show = run([self.lab.program("content/author/tambo-pack"), "show", out])
        need(PACK in show.stdout, f"tambo-pack show: {show.stderr}")

    def not_for_strangers(self):
        out = os.path.join(self.lab.folder, "stolen")
        done = self.copy_from_kiosk(out)
        need(done.returncode == 1, "skopeo got it without a certificate")
        need(not os.path.exists(os.path.join(out, "index.json")), "something came")

    def out_of_a_kiosk_with_few_languages(self):
        self.kiosk.ctl("languages", "fr")
        self.lab.processes.end(self.kiosk.meshd)
        shutil.rmtree(os.path.join(self.kiosk.state, "mesh", "store"))
        os.unlink(os.path.join(self.kiosk.state, "mesh", "catalog.db"))
        self.kiosk.write_mesh_config([], f"[content]\nlanguages=fr\n{TIMING}")
        self.kiosk.start_meshd()
        self.kiosk.ctl("install", self.signed)
        done = self.copy_from_kiosk(os.path.join(self.lab.folder, "part"), f"--src-cert-dir={self.certs}")
        need(done.returncode == 1, "skopeo says that all is well")
        need("404" in done.stderr, done.stderr)
        print(f"# {done.stderr.strip().splitlines()[-1]}")
        self.kiosk.wait_for_pack(PACK)


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

    # A daemon may say that somebody must act; that is what is asked for here.
    os.environ["G_DEBUG"] = "fatal-criticals"
    os.environ.setdefault("TAMBO_DECODE", os.path.join(build, "content/probe/tambo-decode"))
    tap = Tap("/lab/registry")
    with tempfile.TemporaryDirectory(prefix="tambo-lab-") as folder:
        with Lab(build, folder, real=False) as lab:
            story = tap.step("a-deployment-is-made", Story, lab, layout)
            for step in (
                "push_refuses", "push_names_the_package", "no_secret_among_words", "open_to_all",
                "with_password", "with_another_name", "with_tokens", "out_of_a_kiosk",
                "not_for_strangers", "out_of_a_kiosk_with_few_languages",
            ):
                tap.step(step.replace("_", "-"), lambda name=step: getattr(story, name)())
            if tap.failed:
                lab.processes.print_logs()
    tap.end()


main()
