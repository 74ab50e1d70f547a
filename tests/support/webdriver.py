# SPDX-FileCopyrightText: The Tambo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives a Chromium without a display, by the W3C's WebDriver: JSON over HTTP to chromedriver.

    with Browser(width=1280, height=800) as browser:
        browser.open("http://127.0.0.1:7480/")
        browser.find("#passphrase").type("…")
        browser.find("button").click()
        browser.screenshot("inbox.png")
"""

import base64
import json
import re
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # how the protocol names an element
WAIT_SECONDS = 20


class WebDriverError(Exception):
    """What chromedriver answered, or that it did not."""


def find_programs():
    """Where chromium and chromedriver are, or None if one is missing."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    driver = shutil.which("chromedriver")
    return (browser, driver) if browser and driver else None


class Element:
    """A part of the page that is open now."""

    def __init__(self, browser, reference):
        self._browser = browser
        self._reference = reference

    def _call(self, method, what, **parameters):
        return self._browser.call(method, f"element/{self._reference}/{what}", parameters)

    def click(self):
        self._call("POST", "click")

    def type(self, text):
        self._call("POST", "value", text=text)

    def clear(self):
        self._call("POST", "clear")

    @property
    def text(self):
        return self._call("GET", "text")

    def attribute(self, name):
        return self._call("GET", f"attribute/{name}")

    def value_of(self, name):
        return self._call("GET", f"property/{name}")

    @property
    def rect(self):
        return self._call("GET", "rect")

    def choose(self, value):
        """Chooses the option of a select by its value."""
        for option in self._browser.find_all(f"#{self.attribute('id')} option"):
            if option.attribute("value") == value:
                option.click()
                return
        raise WebDriverError(f"no option {value}")


class Browser:
    """One window of a Chromium with a profile of its own, which goes with it."""

    def __init__(self, width=1280, height=800, language="en"):
        programs = find_programs()
        if programs is None:
            raise WebDriverError("chromium or chromium-driver is not installed")
        self._profile = tempfile.TemporaryDirectory(prefix="tambo-chromium-", ignore_cleanup_errors=True)
        self._session = None
        self._driver = subprocess.Popen(
            [programs[1], "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        try:
            self._base = f"http://127.0.0.1:{self._read_port()}"
            self._start(programs[0], width, height, language)
        except BaseException:
            self.close()
            raise

    def _read_port(self):
        for line in self._driver.stdout:
            found = re.search(r"successfully on port (\d+)", line)
            if found:
                return int(found.group(1))
        raise WebDriverError("chromedriver ended before it listened")

    def _start(self, program, width, height, language):
        arguments = [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-dev-shm-usage", "--hide-scrollbars", "--force-device-scale-factor=1",
            f"--lang={language}", f"--accept-lang={language}", f"--user-data-dir={self._profile.name}",
            f"--window-size={width},{height}",
        ]
        options = {"binary": program, "args": arguments}
        capabilities = {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": options}}
        created = self._send("POST", "/session", {"capabilities": capabilities})
        self._session = created["sessionId"]
        self.resize(width, height)

    def _send(self, method, path, body=None):
        data = json.dumps(body).encode() if body is not None else None
        headers = {"Content-Type": "application/json; charset=utf-8"}
        request = urllib.request.Request(self._base + path, data, headers, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=60) as response:
                return json.load(response)["value"]
        except urllib.error.HTTPError as error:
            value = json.load(error)["value"]
            raise WebDriverError(f"{value['error']}: {value['message'].splitlines()[0]}") from None

    def call(self, method, what, parameters=None):
        body = None if method == "GET" else parameters or {}
        return self._send(method, f"/session/{self._session}/{what}", body)

    def open(self, url):
        self.call("POST", "url", {"url": url})

    @property
    def url(self):
        return self.call("GET", "url")

    @property
    def title(self):
        return self.call("GET", "title")

    @property
    def source(self):
        return self.call("GET", "source")

    def resize(self, width, height):
        """The page's own size: a window on a screen is never narrower than its frame lets it."""
        self.call("POST", "goog/cdp/execute", {
            "cmd": "Emulation.setDeviceMetricsOverride",
            "params": {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600},
        })

    def find_all(self, css):
        found = self.call("POST", "elements", {"using": "css selector", "value": css})
        return [Element(self, element[ELEMENT]) for element in found]

    def find(self, css):
        """The first such element, as soon as there is one."""
        end = time.monotonic() + WAIT_SECONDS
        while True:
            found = self.find_all(css)
            if found:
                return found[0]
            if time.monotonic() > end:
                raise WebDriverError(f"no {css} at {self.url}")
            time.sleep(0.05)

    def wait_for_url(self, pattern):
        """Until the address is like a pattern: clicks return before the next page is there."""
        end = time.monotonic() + WAIT_SECONDS
        while not re.search(pattern, self.url):
            if time.monotonic() > end:
                raise WebDriverError(f"still at {self.url}, not {pattern}")
            time.sleep(0.05)

    def run(self, script, *arguments):
        return self.call("POST", "execute/sync", {"script": script, "args": list(arguments)})

    def screenshot(self, path, whole=False):
        """Saves what the window shows, or the whole page."""
        parameters = {"format": "png", "captureBeyondViewport": whole}
        if whole:
            size = self.run("const e = document.documentElement; return [e.scrollWidth, e.scrollHeight]")
            parameters["clip"] = {"x": 0, "y": 0, "width": size[0], "height": size[1], "scale": 1}
        taken = self.call("POST", "goog/cdp/execute", {"cmd": "Page.captureScreenshot", "params": parameters})
        Path(path).write_bytes(base64.b64decode(taken["data"]))

    def close(self):
        if self._session is not None:
            try:
                self._send("DELETE", f"/session/{self._session}")
            except (WebDriverError, OSError):
                pass
            self._session = None
        self._driver.terminate()
        self._driver.wait()
        self._driver.stdout.close()
        self._profile.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *details):
        self.close()
