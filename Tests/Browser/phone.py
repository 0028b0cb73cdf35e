"""A phone at the door, as the tests of the door page use it."""

from common import ADDRESS, Desk, expect

PHONE = {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}


# What a phone has and this machine lacks: a camera's light, a wake lock, a motor; and what is asked of them.
WATCHED = """
window.asked = {torch: [], locks: 0, vibrations: [], tones: []};
const {getCapabilities, applyConstraints} = MediaStreamTrack.prototype;
MediaStreamTrack.prototype.getCapabilities = function () { return {...getCapabilities.call(this), torch: true}; };
MediaStreamTrack.prototype.applyConstraints = function (wanted) {
  const [first] = wanted?.advanced ?? [];
  if (first && 'torch' in first) { asked.torch.push(first.torch); return Promise.resolve(); }
  return applyConstraints.call(this, wanted);
};
Object.defineProperty(navigator, 'wakeLock', {value: {request: async (kind) => { if (kind === 'screen') asked.locks += 1; }}});
Object.defineProperty(navigator, 'vibrate', {value: (pattern) => asked.vibrations.push([...pattern])});
const {start, stop} = OscillatorNode.prototype;
OscillatorNode.prototype.start = function (at) { this.began = at; return start.call(this, at); };
OscillatorNode.prototype.stop = function (at) {
  asked.tones.push([this.type, this.frequency.value, Math.round((at - this.began) * 1000)]);
  return stop.call(this, at);
};
"""


#: The key of each sign that is no letter and no digit on a scanner's keyboard, and whether it takes Shift.
SIGNS = {
    " ": ("Space", False), "$": ("Digit4", True), "%": ("Digit5", True), "*": ("Digit8", True), "+": ("Equal", True),
    "-": ("Minus", False), ".": ("Period", False), "/": ("Slash", False), ":": ("Semicolon", True),
}
#: What other keyboards write in their place; what is not here they write as a scanner means it.
KEYBOARDS = {
    "Canadian French": {"/": "é"},
    "German": {"Y": "Z", "Z": "Y", "*": "(", "+": "Dead", "-": "ß", "/": "-", ":": "Ö"},
    "French": dict(zip("AQZWM0123456789$%*-./:", "QAWZ?à&é\"'(-è_ç458):!M")),
    "Caps Lock": {letter: letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
}


class Phone(Desk):
    """A door's phone."""

    def __init__(self, context):
        super().__init__(context)
        context.add_init_script(WATCHED)

    def note(self, message):
        # A server that is away is what some of these tests are about.
        if "net::ERR_" not in message.text:
            super().note(message)

    def opens(self):
        self.page.goto(f"{ADDRESS}/door")
        self.ready()

    def ready(self):
        self.until("document.documentElement.dataset.door === 'ready'")

    def verdict(self):
        return self.page.evaluate(
            "document.getElementById('verdict').hidden ? null : document.getElementById('verdict').dataset.verdict"
        )

    def says(self, verdict, *texts):
        """Until the verdict stands there, with these words."""
        for _ in range(2400):
            if self.verdict() == verdict:
                break
            self.page.wait_for_timeout(25)
        else:
            raise AssertionError(f"{self.verdict()}, not {verdict}: {self.page.locator('#door').inner_text()}")
        shown = self.page.locator("#verdict").inner_text()
        for text in texts:
            expect(text in shown, f"{verdict} without “{text}”: {shown}")

    def asked(self, what):
        """What was asked of the phone since this was last looked at."""
        found = self.page.evaluate(f"asked.{what}")
        if isinstance(found, list):
            self.page.evaluate(f"asked.{what} = []")
        return found

    def calls_next(self):
        self.page.locator("#next").click()
        self.until("document.getElementById('verdict').hidden")

    def types_code(self, code):
        self.page.locator("#code").fill(code)
        self.page.locator("#code").press("Enter")

    def bursts(self, text):
        """What a fast scanner types, without a pause that a busy machine could lengthen."""
        self.page.evaluate(
            """text => [...text, 'Enter'].forEach(key => document.activeElement.dispatchEvent(
                 new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true})))""",
            text,
        )

    def scans_by(self, keyboard, text, names_keys=True):
        """A scanner before a computer with another keyboard; some browsers do not name the keys that were pressed."""
        keys = []
        for sign in text:
            code, shift = SIGNS.get(sign) or ((f"Key{sign}", True) if sign.isalpha() else (f"Digit{sign}", False))
            keys.append({"key": KEYBOARDS[keyboard].get(sign, sign), "code": code if names_keys else "", "shiftKey": shift})
        self.page.evaluate(
            """keys => [...keys, {key: 'Enter', code: 'Enter'}].forEach(key => document.activeElement.dispatchEvent(
                 new KeyboardEvent('keydown', {...key, bubbles: true, cancelable: true})))""",
            keys,
        )

    def scans(self, text):
        self.page.evaluate("document.activeElement?.blur?.()")
        self.scan(text)
