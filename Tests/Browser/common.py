"""What the browser tests share: a Chromium, a page that is watched, and what is asked of every page.

Each script is run by a Swift test with the server's address, a folder for pictures, and codes to enrol with; it ends with
status 1 and says what it expected where something is not so.
"""

import contextlib
import json
import pathlib
import sys
import time

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, sync_playwright

ARGUMENTS = json.loads(sys.argv[1])
ADDRESS = ARGUMENTS["address"]
PICTURES = pathlib.Path(ARGUMENTS["pictures"])
WEIGHT_MAX = 100_000
FLAGS = ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"]


def expect(truth, message):
    """Ends the script unless it is so."""
    if not truth:
        raise AssertionError(message)


class Desk:
    """One page in a browser, with everything that goes wrong in it noted."""

    def __init__(self, context):
        self.context = context
        self.page = context.new_page()
        self.presses = 0
        self.last_key = 0.0
        self.problems = []
        self.page.on("console", lambda message: message.type == "error" and self.note(message))
        self.page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        self.page.on("request", self.check_host)

    def note(self, message):
        # The browser reports every answer of 4xx; those are asked for here.
        if "the server responded with a status of" not in message.text:
            self.problems.append(f"console: {message.text}")

    def check_host(self, request):
        if not request.url.startswith((ADDRESS, "blob:", "data:")):
            self.problems.append(f"asked another host: {request.url}")

    def enrol(self, code):
        self.page.goto(f"{ADDRESS}/enroll#{code}")
        self.page.wait_for_url(lambda url: "/enroll" not in url)

    def press(self, key, count=1):
        """A key that is pressed beyond text that is typed; counted."""
        for _ in range(count):
            self.presses += 1
            # A hand takes its time for it; what comes at once is a scanner's, or a key that bounces.
            if key == "Enter":
                self.rest()
            self.page.keyboard.press(key)
            self.last_key = time.monotonic()

    def rest(self, seconds=0.5):
        """Waits until a key is one of its own."""
        left = self.last_key + seconds - time.monotonic()
        if left > 0:
            self.page.wait_for_timeout(left * 1000)

    def type(self, text):
        self.page.keyboard.type(text, delay=5)
        self.last_key = time.monotonic()

    def scan(self, text, delay=1, again=None, end="Enter"):
        """What a scanner types, at its pace in milliseconds a key, with Enter or Tab at the end, and again after a while."""
        keys = [*text, end] + ([] if again is None else [end])
        # By the clock of the scanner, which a busy machine does not slow down: it ends now.
        times = [index * delay / 1000 for index in range(len(text) + 1)]
        if again is not None:
            times.append(times[-1] + again / 1000)
        # A key from before the page was there ends Chromium's renderer.
        self.until(f"performance.now() > {times[-1] * 1000 + 100}", patience=times[-1] + 5)
        begins = time.time() - times[-1]
        client = self.context.new_cdp_session(self.page)
        for key, after in zip(keys, times):
            event = {"key": key, "text": key, "timestamp": begins + after}
            if key == "Enter":
                event |= {"text": "\r", "code": "Enter", "windowsVirtualKeyCode": 13}
            if key == "Tab":
                event = {"key": key, "code": "Tab", "windowsVirtualKeyCode": 9, "timestamp": begins + after}
            if key == " ":
                event |= {"code": "Space", "windowsVirtualKeyCode": 32}
            client.send("Input.dispatchKeyEvent", {"type": "keyDown", **event})
            client.send("Input.dispatchKeyEvent", {"type": "keyUp", "key": key, "timestamp": begins + after})
        client.detach()
        self.last_key = time.monotonic()

    def until(self, condition, patience=15):
        """Until an expression is true in the page; the browser's own waiting would need eval, which pages forbid."""
        for _ in range(int(patience * 40)):
            if self.page.evaluate(condition):
                return
            self.page.wait_for_timeout(25)
        raise AssertionError(f"never: {condition}")

    def settled(self):
        """Until nothing is being loaded."""
        self.until("!document.body.hasAttribute('aria-busy')")
        self.until("[...document.images].every(image => image.complete)")

    def shows(self, text):
        self.page.get_by_text(text).first.wait_for(timeout=15_000)

    def focus(self):
        """The id of what has the keyboard, else its text."""
        return self.page.evaluate(
            "document.activeElement.id || document.activeElement.innerText || document.activeElement.tagName"
        )

    def prints(self, name):
        """On paper: what is read, and nothing to press."""
        self.page.emulate_media(media="print")
        self.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
        left = self.page.evaluate(
            "[...document.querySelectorAll('button, input, select, .bar, .skip')].filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 80))"
        )
        ground = self.page.evaluate("getComputedStyle(document.body).backgroundColor")
        self.page.emulate_media(media="screen")
        expect(not left, f"{name} has on paper: {left}")
        expect(ground == "rgb(255, 255, 255)", f"{name} is printed on {ground}")

    def runs_nothing_foreign(self):
        """What got into a page by some hole would not run."""
        self.page.evaluate(
            """() => {
              window.blocked = [];
              document.addEventListener('securitypolicyviolation', (event) => blocked.push(event.effectiveDirective));
              const main = document.querySelector('main');
              main.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}));
              main.insertAdjacentHTML('beforeend', '<p style="color: red" onclick="window.ran = 2" id="foreign"></p>');
              document.getElementById('foreign').click();
              document.getElementById('foreign').remove();
            }"""
        )
        self.until("blocked.length >= 3")
        expect(self.page.evaluate("window.ran === undefined"), "an inline script ran")
        blocked = set(self.page.evaluate("blocked"))
        expect(blocked >= {"script-src-elem", "script-src-attr", "style-src-attr"}, f"only {blocked} were blocked")
        # The browser reports each of them.
        self.problems.clear()

    def look(self, name):
        """Takes a picture, and asks of the page what is asked of each."""
        self.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
        found = Axe().run(self.page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
        violations = found.response["violations"]
        told = [f"{v['id']}: {v['nodes'][0]['html'][:160]} ({v['nodes'][0].get('failureSummary', '')[:200]})" for v in violations]
        expect(not told, f"{name}: " + "; ".join(told))
        self.fits(name)

    def fits(self, name):
        """Nothing is wider than the window, nothing to press smaller than a finger, and nothing went wrong."""
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        expect(wide <= 1, f"{name}: {wide} pixels wider than the window")
        small = self.page.evaluate(
            """[...document.querySelectorAll('button, select, summary, .button, input:not([type=hidden]):not([type=checkbox]):not([type=radio])')]
               .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 43.5)
               .map(e => e.outerHTML.slice(0, 80))"""
        )
        expect(not small, f"{name}: lower than 44 pixels: {small}")
        expect(not self.problems, f"{name}: {self.problems}")


@contextlib.contextmanager
def browser(*flags):
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=ARGUMENTS["chromium"], args=[*FLAGS, *flags])
        yield chromium
        chromium.close()


def context(chromium, **options):
    options.setdefault("viewport", {"width": 1280, "height": 900})
    options.setdefault("locale", "en-CA")
    made = chromium.new_context(**options)
    made.set_default_timeout(30_000)
    return made


def brought(page):
    """How many bytes a page brought into an empty cache, with everything it is made of, and the milliseconds to its first paint.

    What a script asks of /v1 is the event's data, and no part of the page.
    """
    return page.evaluate(
        """() => {
          const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
            .filter(e => !new URL(e.name).pathname.startsWith('/v1/'));
          const paint = performance.getEntriesByName('first-contentful-paint')[0];
          return {bytes: all.reduce((sum, e) => sum + (e.encodedBodySize || 0), 0), paint: paint ? paint.startTime : 0};
        }"""
    )


def weight(context, path):
    """What a page brings the first time."""
    page = context.new_page()
    page.goto(ADDRESS + path)
    # A live stream never lets the network rest.
    page.wait_for_timeout(500)
    figures = brought(page)
    page.close()
    return figures


def run(script, *flags):
    """Runs a test in a browser with these flags beside the usual ones, and prints its figures as JSON."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    try:
        with browser(*flags) as chromium:
            try:
                print(json.dumps(script(chromium) or {}))
            except Exception:
                # What stood there when it went wrong; a page that crashed has no picture, and must not hide the cause.
                for number, page in enumerate(page for context in chromium.contexts for page in context.pages):
                    with contextlib.suppress(Error):
                        page.screenshot(path=PICTURES / f"failed-{number}.png")
                raise
    except AssertionError as error:
        print(f"expected otherwise: {error}", file=sys.stderr)
        sys.exit(1)
