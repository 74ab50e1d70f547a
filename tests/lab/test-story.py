#!/usr/bin/python3
# SPDX-FileCopyrightText: The Tambo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-story.py BUILD LAYOUT: a pack and a question, over real daemons on two networks.

A and the clinic share no link; B is on both. What happens between machines is what the demo
shows on screens; here there are none, so that each step can be asked about alone.
"""

import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [HERE, os.path.join(TOP, "tests", "support"), os.path.join(TOP, "packaging", "story")]

from hosts import namespaces_allowed  # noqa: E402
from inbox import Inbox  # noqa: E402
from processes import need, wait_for  # noqa: E402
from stage import PACK, Stage  # noqa: E402
from tap import Tap, skip_all  # noqa: E402

QUESTION = "Je tousse depuis trois semaines."
ANSWER = "Venez nous voir cette semaine."


class Story:
    def __init__(self, build, stage):
        self.build = build
        self.stage = stage

    def visitor(self, host, *words):
        done = subprocess.run(
            [os.path.join(self.build, "tests/lab/visitor"),
             os.path.join(host.config, "root.json"), *words],
            env={**os.environ, **host.env}, capture_output=True, text=True, check=False,
        )
        need(done.returncode == 0, f"visitor {words[0]} on {host.name}: {done.stderr}")
        return done.stdout.splitlines()

    def mailbox(self, host):
        """How many envelopes wait, are carried by others too, were received."""
        return host.ctl("mailbox")["Mailbox"]

    def blobs(self, host):
        """The digests that a machine holds whole."""
        folder = os.path.join(host.state, "mesh", "blobs")
        return {name for _, _, names in os.walk(folder) for name in names}

    def b_gets_the_pack(self):
        self.stage.wait_for_pack(self.stage.b)
        peers = self.stage.b.ctl("peers").values()
        need(any(peer["source"] == "mdns" for peer in peers), f"no peer came by Avahi: {peers}")

    def b_holds_what_a_holds(self):
        missing = self.blobs(self.stage.a) - self.blobs(self.stage.b)
        need(not missing, f"B lacks {missing}")

    def clinic_has_no_link_to_a(self):
        def pins(host):
            return {pin for pin, peer in host.ctl("peers").items() if peer["alive"]}

        a, clinic = pins(self.stage.a), pins(self.stage.clinic)
        need(len(a) == 1 and a == clinic, f"A meets {a}, the clinic meets {clinic}; both meet only B")

    def without_b_the_question_waits(self):
        self.stage.lab.processes.end(self.stage.b.meshd)
        self.code, self.envelope = self.visitor(self.stage.a, "ask", QUESTION)
        wait_for(
            lambda: not any(peer["alive"] for peer in self.stage.a.ctl("peers").values()),
            "A to notice that B is gone", 45,
        )
        need(self.mailbox(self.stage.a)[0] == 1, "the question does not wait at A")
        need(self.inbox.requests() == [], "the clinic has a question that nobody could carry")

    def through_b_it_arrives(self):
        self.stage.b.start_meshd()
        self.request = wait_for(lambda: self.inbox.requests(), "the question at the clinic", 60)[0]
        need(QUESTION in self.inbox.read(self.request), "the clinic reads another question")

    def the_receipt_comes_back(self):
        wait_for(lambda: self.mailbox(self.stage.a)[2] == 1, "the receipt at A", 60)

    def the_person_sees_received(self):
        wait_for(
            lambda: "received" in self.visitor(self.stage.b, "read", self.code),
            "the clinic's word at B", 60,
        )

    def the_answer_reaches_b(self):
        self.inbox.answer(self.request, ANSWER)
        wait_for(
            lambda: ANSWER in self.visitor(self.stage.b, "read", self.code), "the answer at B", 60
        )

    def the_answer_reaches_a(self):
        wait_for(
            lambda: ANSWER in self.visitor(self.stage.a, "read", self.code), "the answer at A", 60
        )

    def another_code_finds_nothing(self):
        other = self.visitor(self.stage.a, "ask", "Autre question")[0]
        need(ANSWER not in self.visitor(self.stage.b, "read", other), "a wrong code opens it")

    def log_in(self):
        self.inbox = Inbox(self.stage.inbox)
        self.inbox.log_in(self.stage.passphrase)


def main():
    build, layout = sys.argv[1:3]
    if not namespaces_allowed():
        skip_all("network namespaces need root, iproute2 and avahi-daemon")

    tap = Tap("/lab/story")
    with tempfile.TemporaryDirectory(prefix="tambo-lab-") as folder:
        os.chmod(folder, 0o711)
        with Stage(build, folder) as stage:
            story = Story(build, stage)
            tap.step("three-machines-start", stage.open, layout)
            tap.step("a-clinician-logs-in", story.log_in)
            tap.step("b-finds-a-by-avahi-and-gets-the-pack", story.b_gets_the_pack)
            tap.step("b-holds-what-a-holds", story.b_holds_what_a_holds)
            tap.step("the-clinic-has-no-link-to-a", story.clinic_has_no_link_to_a)
            tap.step("without-b-the-question-waits", story.without_b_the_question_waits)
            tap.step("through-b-it-arrives", story.through_b_it_arrives)
            tap.step("the-receipt-comes-back", story.the_receipt_comes_back)
            tap.step("the-person-sees-received", story.the_person_sees_received)
            tap.step("the-answer-reaches-b", story.the_answer_reaches_b)
            tap.step("the-answer-reaches-a", story.the_answer_reaches_a)
            tap.step("another-code-finds-nothing", story.another_code_finds_nothing)
            if tap.failed:
                stage.lab.processes.print_logs(20)
    tap.end()


main()
