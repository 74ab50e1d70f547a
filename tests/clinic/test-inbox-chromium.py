#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tambo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A clinician's visit to the inbox in a real Chromium, on a desk and on a phone.

Given the program that serves an inbox with some requests in it. With TAMBO_SCREENSHOTS=DIR, what is
seen on the way is saved there.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
import webdriver  # noqa: E402

PASSPHRASE = "correct horse battery"
SIZES = {"desk": (1280, 800), "phone": (390, 844)}
n_tests = 0


def check(condition, what):
    global n_tests
    n_tests += 1
    print(f"{'ok' if condition else 'not ok'} {n_tests} /clinic/inbox-chromium/{what}", flush=True)


def fits(browser):
    """Nothing sticks out at the side: a page that scrolls sideways is hard to read."""
    return browser.run("const e = document.documentElement; return e.scrollWidth <= e.clientWidth")


def log_in(browser, address):
    browser.open(address)
    browser.find("#passphrase").type(PASSPHRASE)
    browser.find("button.primary").click()
    browser.wait_for_url("/inbox$")


def read_each(browser, address, shoot, name):
    """Opens every request. Returns what the person wrote, by language."""
    browser.open(address + "inbox")
    links = [link.value_of("href") for link in browser.find_all(".list a")]
    seen = {}
    for number, link in enumerate(links, 1):
        browser.open(link)
        words = browser.find(".words")
        seen[words.attribute("lang")] = (words.text, words.attribute("dir"), browser.title)
        check(fits(browser), f"{name}/request-{number}-fits")
        shoot(f"request-{number}")
    return seen


def answer(browser, address, shoot):
    browser.open(address + "inbox")
    links = [link for link in browser.find_all(".list a") if link.text == "La toux"]
    links[0].click()
    browser.find("#action").choose("be-seen")
    browser.find("#urgency").choose("days")
    browser.find("#contact").choose("nurse")
    browser.find("#come-back").choose("7")
    check(browser.find("#language").value_of("value") == "fr", "answer/in-the-persons-language")
    browser.find("#text").type("Venez demain matin.\nBuvez beaucoup d’eau.")
    shoot("answer-written")
    browser.find("#answer button.primary").click()
    sent = browser.find(".sent .words")
    check("Venez demain matin." in sent.text, "answer/shown-as-sent")
    shoot("answer-sent")
    browser.open(address + "inbox")
    check(bool(browser.find_all(".mark.answered")), "answer/marked-in-the-list")


def visit(address, name, size, folder):
    def shoot(step):
        browser.screenshot(Path(folder) / f"inbox-{name}-{step}.png", whole=True)

    with webdriver.Browser(*size) as browser:
        browser.open(address)
        shoot("login")
        check(fits(browser), f"{name}/login-fits")
        browser.find("#passphrase").type("not the passphrase")
        browser.find("button.primary").click()
        check("not the passphrase" in browser.find(".problem").text, f"{name}/wrong-passphrase")
        log_in(browser, address)
        check(fits(browser), f"{name}/list-fits")
        shoot("list")
        first = browser.find(".list tbody tr")
        check(name != "desk" or "Urgent" in first.text, f"{name}/urgent-first")
        seen = read_each(browser, address, shoot, name)
        check(seen["ar"][1] == "rtl", f"{name}/arabic-from-the-right")
        check(seen["es"][0].startswith("</blockquote><script>"), f"{name}/markup-is-text")
        check(all("owned" not in title for _, _, title in seen.values()), f"{name}/script-does-not-run")
        if name == "desk":
            answer(browser, address, shoot)
        for language in ("ar", "fr"):
            browser.open(f"{address}language/{language}")
            browser.wait_for_url("/inbox$")
            shoot(f"list-{language}")
            check(fits(browser), f"{name}/list-{language}-fits")
            browser.find(".list a").click()
            browser.find("#answer")
            shoot(f"request-{language}")
        browser.open(address + "language/en")
        browser.open(address + "audit")
        shoot("audit")
        check(fits(browser), f"{name}/audit-fits")
        browser.find("header button").click()
        browser.wait_for_url("/login$")
        browser.open(address + "inbox")
        check(browser.url.endswith("/login"), f"{name}/logged-out")


def main():
    if webdriver.find_programs() is None:
        print("1..0 # SKIP chromium and chromium-driver are not installed")
        return 0

    folder = os.environ.get("TAMBO_SCREENSHOTS")
    temporary = tempfile.TemporaryDirectory(prefix="tambo-screenshots-")
    server = subprocess.Popen([sys.argv[1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        address = server.stdout.readline().strip()
        for name, size in SIZES.items():
            visit(address, name, size, folder or temporary.name)
    finally:
        server.stdin.close()
        server.wait()
        temporary.cleanup()
    print(f"1..{n_tests}")
    return 0


sys.exit(main())
