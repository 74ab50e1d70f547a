# SPDX-FileCopyrightText: The Tambo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The clinic's inbox without a browser: for tests of what happens between machines."""

import http.cookiejar
import re
import urllib.parse
import urllib.request
from html.parser import HTMLParser

from processes import LabError


class Form(HTMLParser):
    """The fields of the form on a page that is sent to `action`, as they stand."""

    def __init__(self, page, action):
        super().__init__()
        self.action = action
        self.inside = False
        self.select = None
        self.fields = {}
        self.choices = {}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "form":
            self.inside = attributes.get("action") == self.action
        if not self.inside:
            return
        if tag in ("input", "textarea") and "name" in attributes:
            self.fields[attributes["name"]] = attributes.get("value", "")
        elif tag == "select":
            self.select = attributes["name"]
            self.choices[self.select] = []
        elif tag == "option":
            self.choices[self.select].append(attributes["value"])
            if "selected" in attributes or self.select not in self.fields:
                self.fields[self.select] = attributes["value"]

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False


class Inbox:
    """What a clinician does, over HTTP."""

    def __init__(self, address):
        self.address = address.rstrip("/")
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(jar)
        )

    def get(self, path):
        with self.opener.open(self.address + path, timeout=20) as answer:
            return answer.read().decode()

    def send(self, path, page, **values):
        """Fills in a form of a page and sends it; what has to be chosen and is not gets its first."""
        form = Form(page, path)
        if not form.fields:
            raise LabError(f"the inbox shows no form for {path}")
        fields = {**form.fields, **values}
        for name, choices in form.choices.items():
            if not fields[name]:
                fields[name] = next(choice for choice in choices if choice)
        data = urllib.parse.urlencode(fields).encode()
        with self.opener.open(self.address + path, data, timeout=20) as answer:
            return answer.read().decode()

    def log_in(self, passphrase):
        page = self.send("/login", self.get("/login"), passphrase=passphrase)
        if "/logout" not in page:
            raise LabError("the inbox did not let us in")

    def requests(self):
        """The ids of what is in the list, in its order."""
        return list(dict.fromkeys(re.findall(r'href="/request/([^"]+)"', self.get("/inbox"))))

    def read(self, request):
        return self.get(f"/request/{request}")

    def answer(self, request, text, language="fr"):
        path = f"/request/{request}"
        self.send(path, self.get(path), text=text, language=language)
