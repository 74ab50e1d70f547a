# SPDX-FileCopyrightText: The Tambo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The story, played through the real screens; a numbered picture of every step.

Words of the screens come from the translations, words of the film and the check from the pack's
own French and Arabic: what is not on the screen cannot be touched, and the tour says so.
"""

import gettext
import os
import re
import sys
import time

from kiosk import Kiosk, Screen, start_session_bus
from processes import LabError, wait_for

FILM = {"ar": "سعال يطول", "fr": "Une toux qui dure"}
QUESTION = "je tousse et je dors mal"
ANSWER = (
    "Bonjour. Une toux de trois semaines doit être examinée. Venez cette semaine, le matin, "
    "sans rendez-vous. Couvrez la bouche en toussant et buvez beaucoup."
)

# What the person of the story answers, by the question. The blood is a red flag.
ANSWERS = [
    ("Pour qui répondez-vous", "Pour moi"),
    ("Respirer est-il difficile", "Non"),
    ("Y a-t-il une douleur dans la poitrine", "Non"),
    ("Y a-t-il du sang quand on tousse", "Oui"),
    ("Y a-t-il une toux en ce moment", "Oui"),
    ("Depuis environ combien de jours", "21"),
    ("Qu’est-ce qui accompagne la toux", "Des crachats"),
    ("Y a-t-il eu de la fièvre", "Oui, certains jours"),
    ("Y a-t-il eu une perte de poids", "Non"),
    ("Y a-t-il de fortes sueurs", "Oui"),
]
RESULT = "Voir un soignant aujourd’hui"
CODE = re.compile(r"\d{3}(\s\d{4}){4}\s\d")


class Tour:
    def __init__(self, stage, folder, build):
        self.stage = stage
        self.folder = folder
        self.build = build
        self.pictures = 0
        self.words = {
            language: gettext.translation("tambo", os.environ["TAMBO_LOCALE_DIR"], [language])
            for language in ("ar", "fr")
        }

    def say(self, words):
        print(words, flush=True)

    def photograph(self, taker, name):
        self.pictures += 1
        path = os.path.join(self.folder, f"{self.pictures:02}-{name}.png")
        taker(path)
        self.say(f"  {os.path.basename(path)}")

    def see(self, kiosk, name):
        """A picture once the screen has come to rest."""
        time.sleep(0.6)
        self.photograph(kiosk.screen.photograph, f"{kiosk.name}-{name}")

    def fr(self, words):
        return self.words["fr"].gettext(words)

    def ar(self, words):
        return self.words["ar"].gettext(words)

    def start(self, host):
        screen = Screen(self.stage.lab.processes, host.name)
        return Kiosk(host, screen, os.path.join(host.folder, "kiosk"))

    # 1. Arabic, the film, French while it plays.
    def watch(self, kiosk):
        self.say("1. Kiosk A: a film in Arabic, then in French while it plays")
        kiosk.wait_for("Touch to begin")
        self.see(kiosk, "attract")
        kiosk.touch("Touch to begin")
        kiosk.wait_for("العربية")
        self.see(kiosk, "language")
        kiosk.touch("العربية")
        kiosk.wait_for(self.ar("Watch and read"))
        self.see(kiosk, "home-arabic")
        kiosk.touch(self.ar("Watch and read"))
        kiosk.wait_for(FILM["ar"])
        self.see(kiosk, "watch-arabic")
        kiosk.touch(FILM["ar"])
        kiosk.wait_for(self.ar("Pause"))
        time.sleep(6)
        self.see(kiosk, "film-arabic")
        kiosk.touch(self.ar("Language"))
        kiosk.touch("Français")
        kiosk.wait_for(self.fr("Pause"))
        kiosk.wait_for(FILM["fr"])
        time.sleep(3)
        self.see(kiosk, "film-french-same-moment")
        kiosk.touch(self.fr("Home"))

    # 2. The check.
    def check(self, kiosk):
        self.say("2. Kiosk A: the cough check in French")
        kiosk.touch(self.fr("Check my health"))
        kiosk.wait_for(self.fr("Begin"))
        self.see(kiosk, "check-start")
        kiosk.touch(self.fr("Begin"))
        seen = set()
        for _ in range(60):
            if self.answer_what_is_shown(kiosk, seen):
                return
        raise LabError("the check does not end")

    def answer_what_is_shown(self, kiosk, seen):
        """One touch or so; True once the result is there."""
        shown = " ".join(kiosk.words())
        if RESULT in shown:
            self.see(kiosk, "check-result")
            return True

        for words, name in (
            ("Go on with the questions", "check-red-flag"), ("All right, go on", "check-review"),
        ):
            if self.fr(words) in shown:
                self.see(kiosk, name)
                kiosk.touch(self.fr(words))
                self.wait_for_change(kiosk, shown)
                return False

        for number, (question, answer) in enumerate(ANSWERS):
            if question not in shown or question in seen:
                continue
            seen.add(question)
            self.see(kiosk, f"check-question-{number + 1}")
            if answer.isdigit():
                for digit in answer:
                    kiosk.touch(digit)
            else:
                kiosk.touch(answer)
            self.go_on(kiosk, question)
            return False

        if kiosk.find(self.fr("Next")):
            kiosk.touch(self.fr("Next"))
            self.wait_for_change(kiosk, shown)
        time.sleep(0.2)
        return False

    def go_on(self, kiosk, question):
        """After most answers the next question comes by itself; after a safety question never."""
        def is_over():
            return question not in " ".join(kiosk.words())

        try:
            wait_for(is_over, "the next question", 2)
        except LabError:
            kiosk.touch(self.fr("Next"))
            wait_for(is_over, f"what comes after “{question}”", 10)

    def wait_for_change(self, kiosk, shown):
        wait_for(lambda: " ".join(kiosk.words()) != shown, "the next question", 10)
        time.sleep(1.2)

    # 3. The question, consent, the code, and nothing left on the screen.
    def ask(self, kiosk):
        self.say("3. Kiosk A: a question for a health worker")
        kiosk.touch(self.fr("Ask a health worker"))
        kiosk.wait_for(self.fr("Send your answers along?"))
        self.see(kiosk, "ask-answers-along")
        kiosk.touch(self.fr("Yes"))
        kiosk.wait_for(self.fr("Your question"))
        for letter in QUESTION:
            kiosk.touch(self.fr("Space") if letter == " " else letter)
        self.see(kiosk, "ask-question")
        kiosk.touch(self.fr("Next"))
        kiosk.wait_for(self.fr("Do you agree to send this?"))
        self.see(kiosk, "ask-consent")
        kiosk.touch(self.fr("Yes"))
        kiosk.wait_for(self.fr("I have my code: send"))
        code = kiosk.wait_for(lambda name: CODE.search(name or "")).get_name()
        self.code = re.sub(r"\s", "", CODE.search(code).group())
        self.see(kiosk, "ask-code")
        kiosk.touch(self.fr("I have my code: send"))
        kiosk.wait_for(self.fr("I am done: delete all"))
        self.see(kiosk, "ask-sent")
        kiosk.touch(self.fr("Hide now"))
        wait_for(lambda: not kiosk.find(self.fr("Hide now")), "the neutral screen", 5)
        self.see(kiosk, "hidden")

    # 4. The same pack at B.
    def watch_at_b(self, kiosk):
        how = "through Avahi" if self.stage.lab.real else "at a static address, without Avahi"
        self.say(f"4. Kiosk B: it had no pack, found A {how}, and holds the same one")
        self.stage.wait_for_pack(self.stage.b)
        kiosk.touch("Touch to begin")
        kiosk.touch("Français")
        kiosk.wait_for(self.fr("Watch and read"), seconds=40)
        self.see(kiosk, "home")
        kiosk.touch(self.fr("Watch and read"))
        kiosk.touch(FILM["fr"])
        kiosk.wait_for(self.fr("Pause"))
        time.sleep(4)
        self.see(kiosk, "film")
        kiosk.touch(self.fr("Home"))

    # 5. The clinic.
    def answer(self, browser):
        self.say("5. The clinic: the request came through B, and is answered in French")
        browser.open(self.stage.inbox)
        self.photograph(browser.screenshot, "clinic-login")
        browser.find("#passphrase").type(self.stage.passphrase)
        browser.find("button.primary").click()
        wait_for(lambda: self.listed(browser), "the request in the inbox", 60)
        self.photograph(browser.screenshot, "clinic-inbox")
        browser.find(".list a").click()
        self.photograph(browser.screenshot, "clinic-request")
        for field, value in (("#action", "be-seen"), ("#urgency", "days"), ("#contact", "nurse")):
            browser.find(field).choose(value)
        browser.find("#text").type(ANSWER)
        self.photograph(browser.screenshot, "clinic-answer")
        browser.find("#answer button.primary").click()
        browser.find(".sent")
        self.photograph(browser.screenshot, "clinic-sent")

    def listed(self, browser):
        browser.open(self.stage.inbox + "inbox")
        return browser.run("return document.querySelectorAll('.list a').length > 0")

    # 6. The answer at B, and a code that is not the one.
    def read(self, kiosk):
        self.say("6. Kiosk B: the answer, with the code; another code shows one quiet screen")
        wrong = self.wrong_code()
        kiosk.touch(self.fr("My answers"))
        kiosk.wait_for(self.fr("Type the 20 digits of your code"))
        self.type_code(kiosk, wrong)
        self.see(kiosk, "replies-code")
        kiosk.touch(self.fr("Look for my answer"))
        kiosk.wait_for(self.fr("Nothing here yet, or the code is different."))
        self.see(kiosk, "replies-nothing")
        answered = lambda: self.try_code(kiosk)  # noqa: E731
        wait_for(answered, "the answer at kiosk B", 90)
        self.see(kiosk, "replies-answer")
        kiosk.touch(self.fr("Done, clear the screen"))
        wait_for(lambda: not kiosk.find(self.fr("Hide now")), "the neutral screen", 5)
        self.see(kiosk, "hidden")

    def try_code(self, kiosk):
        """Four tries at the most are free: the answer is waited for where it waits, at the daemon."""
        if kiosk.find(self.fr("Type the code again")):
            kiosk.touch(self.fr("Type the code again"))
        kiosk.wait_for(self.fr("Type the 20 digits of your code"))
        self.type_code(kiosk, self.code)
        kiosk.touch(self.fr("Look for my answer"))
        heading = re.compile(re.escape(self.fr("Answer from %s").replace("%s", "")))
        quiet = self.fr("Nothing here yet, or the code is different.")
        found = kiosk.wait_for(
            lambda name: name == quiet or heading.search(name or ""), seconds=20
        ).get_name()
        if found != quiet:
            return True
        time.sleep(4)
        return False

    def type_code(self, kiosk, digits):
        for digit in digits:
            kiosk.touch(digit)

    def wrong_code(self):
        """Another code with a right check digit: ISO 7064 MOD 11,10."""
        digits = self.code[:18] + str((int(self.code[18]) + 1) % 10)
        product = 10
        for digit in digits:
            total = (product + int(digit)) % 10 or 10
            product = total * 2 % 11
        return digits + str((11 - product) % 10)


def play(stage, folder, build, make_browser):
    start_session_bus(stage.lab.processes)
    tour = Tour(stage, folder, build)
    a = tour.start(stage.a)
    try:
        tour.watch(a)
        tour.check(a)
        tour.ask(a)
        b = tour.start(stage.b)
        tour.watch_at_b(b)
        with make_browser() as browser:
            tour.answer(browser)
        tour.read(b)
    except Exception:
        for kiosk in (a,):
            kiosk.screen.photograph(os.path.join(folder, "failed-a.png"))
        if "b" in locals():
            b.screen.photograph(os.path.join(folder, "failed-b.png"))
        raise
    print(f"The story is told in {tour.pictures} pictures in {folder}", flush=True)
    sys.stdout.flush()
