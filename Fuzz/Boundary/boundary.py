#!/usr/bin/env python3
"""Sends values at their limits to a server, as every role, and asks after each whether it still lives.

Every field of every operation in schema/openapi.yaml and of every form on the pages gets the extremes: the ends of the
integers, days and dates that there are not, empty and endless texts, lists where one value belongs, other types. Whatever
was stored is read back by every reader: metrics, audit, pages, exports, snapshot.

usage: boundary.py [--requests N] [--seed N] [--program PATH] [--event YAML]
Exit code: 0 if the process lived and nothing was answered with 500; 1 if not; what did it stands on the standard output.
"""

import argparse
import html.parser
import http.client
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import urllib.parse
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
ROLES = ["door", "desk", "keysigning", "reports", "organizer"]
#: Streams do not end; a wrong secret costs seconds on purpose.
LEFT_OUT = re.compile(r"^/(live|print-jobs/live|enrollments)$")
#: What shuts out the devices that ask, closes the gates for good, or takes long: seldom, and with odd numbers only.
SELDOM = re.compile(r"/(close|drill|simulations|call-offs)$")
#: What shuts a device out; sent for those alone that are there for it.
REVOKING = re.compile(r"/devices/([^/]+)/revoke$")
#: How many devices there are to shut out.
SPARE = 40
#: How many requests lie between two readings of everything.
READING_EVERY = 500
WAIT = 60

INTEGERS = [
    0, 1, -1, 2, 16, 17, 31, 99, 255, 256, 65_535, 65_536, 2**31 - 1, 2**31, -(2**31), 2**32 - 1, 2**32, 2**53, 2**53 + 1,
    2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 2**64 - 1, 2**64, 10**30, 3_155_760_000_000, -3_155_760_000_000, 1_000_000,
]
FLOATS = [0.5, -0.0, 1e308, -1e308, 1e-320, 1e19]
TEXTS = [
    "", " ", "0", "-1", "+5", "99", "007", "1-16", "16-1", "1,1,1", "1-9223372036854775807", "9223372036854775807",
    "-9223372036854775808", "18446744073709551616", "1e400", "NaN", "Infinity", "٣", "१", "0x10", "9" * 400,
    "0001-01-01T00:00:00Z", "9999-12-31T23:59:60Z", "2015-02-30T10:00:00Z", "2015-02-14T24:00:00Z",
    "2015-02-14T10:00:00+23:59", "2015-02-14T10:00:00.999999999-23:59", "2015-02-14T10:00:00", "0000-00-00", "2015-02-14",
    "9999-12-31", "24:00", "99:99", "9999999999.99", "-0.00", "0.001", "350,50", "92233720368547758.07", "CAD 1",
    "day:99", "add-on:", "#0", "#4294967296", "#-1", "LY:", "LY:" + "0" * 117, "LY:" + ":" * 117, "A" * 200, "A" * 201,
    "\x00", "a\x00b", "\r\n", "\u202e\u2066", "\u0301" * 50, "\U0001f9d1\u200d\U0001f4bb", "ﷺ" * 100, "%00", "%", "../../etc/passwd",
    "x" * 70_000, "{{name}}", "<b>", "' OR 1=1 --", "all", "any pass", "once", "organizer", "attendee", "main", "entry", "exit",
]


def odd(rng):
    """A value that a field does not expect."""
    kind = rng.randrange(10)
    if kind < 4:
        return rng.choice(INTEGERS)
    if kind < 7:
        return rng.choice(TEXTS)
    if kind < 8:
        return rng.choice(FLOATS)
    return rng.choice(
        [
            None, True, False, [], {}, [[]], [None], {"": {}}, [0, 1, 99], [-1], [2**63 - 1], [1] * 300, ["x"] * 300,
            [rng.choice(TEXTS)], {"days": 99}, json.loads("[" * 200 + "]" * 200),
        ]
    )


class Description:
    """schema/openapi.yaml: the operations, and a body for each that is nearly right."""

    def __init__(self, path):
        self.document = yaml.safe_load(path.read_text(encoding="utf-8"))
        self.operations = [
            (method.upper(), path, operation, item.get("parameters", []))
            for path, item in self.document["paths"].items()
            if not LEFT_OUT.match(path)
            for method, operation in item.items()
            if method in ("get", "post", "put", "patch", "delete")
        ]

    def resolved(self, node):
        while isinstance(node, dict) and "$ref" in node:
            target = self.document
            for name in node["$ref"].removeprefix("#/").split("/"):
                target = target[name]
            node = target
        return node

    def value(self, schema, rng, depth=0, whole=False):
        """What a schema takes; of an object some of what it may leave out, or all of it."""
        schema = self.resolved(schema)
        for one in ("allOf", "oneOf", "anyOf"):
            if one in schema:
                parts = [self.value(part, rng, depth + 1, whole) for part in schema[one]]
                if one != "allOf":
                    return rng.choice(parts)
                return {name: value for part in parts if isinstance(part, dict) for name, value in part.items()}
        if "example" in schema:
            return schema["example"]
        if "enum" in schema:
            return rng.choice(schema["enum"])
        kind = schema.get("type", "object")
        if isinstance(kind, list):
            kind = kind[0]
        if kind == "integer":
            low, high = schema.get("minimum", 0), schema.get("maximum", 4)
            return rng.choice([low, high, min(high, max(low, 1)), min(high, max(low, 2))])
        if kind == "number":
            return 1.5
        if kind == "boolean":
            return rng.random() < 0.5
        if kind == "array":
            if depth > 5:
                return []
            return [self.value(schema.get("items", {}), rng, depth + 1, whole) for _ in range(rng.choice([1, 1, 2]))]
        if kind == "string":
            if schema.get("format") == "date-time":
                return "2015-02-14T10:00:00-05:00"
            if schema.get("format") == "date":
                return "2015-02-14"
            return rng.choice(["main", "ND-0001", "1", "Ada Invented", "10.00", "entry", "cash"])[: schema.get("maxLength", 99)]
        required = set(schema.get("required", []))
        return {
            name: self.value(part, rng, depth + 1, whole)
            for name, part in schema.get("properties", {}).items()
            if whole or name in required or rng.random() < 0.6
        }


def spoiled(value, rng):
    """A copy of a body with one or two of its values at a limit, somewhere in its depth."""
    places = []

    def walk(node, path):
        places.append(path)
        children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else []
        for name, child in children:
            walk(child, path + [name])

    copy = json.loads(json.dumps(value))
    walk(copy, [])
    for path in rng.sample(places[1:] or places, k=min(len(places[1:] or places), rng.choice([1, 1, 1, 2]))):
        if not path:
            return odd(rng)
        node = copy
        try:
            for name in path[:-1]:
                node = node[name]
            node[path[-1]] = odd(rng)
        except (TypeError, KeyError, IndexError):
            pass  # What was spoiled first holds nothing any more.
    return copy


def numbers(value):
    """The places of the whole numbers in a body."""
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else []
    for name, child in children:
        if isinstance(child, int) and not isinstance(child, bool):
            yield [name]
        for place in numbers(child):
            yield [name, *place]


class Forms(html.parser.HTMLParser):
    """The forms and the links of a page."""

    def __init__(self, text):
        super().__init__()
        self.forms, self.links, self.form = [], [], None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        fields = dict(attributes)
        if tag == "a" and (fields.get("href") or "").startswith("/"):
            self.links.append(fields["href"])
        if tag == "form":
            self.form = {"method": (fields.get("method") or "get").upper(), "action": fields.get("action") or "", "fields": []}
            self.forms.append(self.form)
        name = fields.get("name")
        if name and tag in ("input", "select", "textarea", "button"):
            forms = self.forms if "form" in fields and self.form is None else [self.form] if self.form else []
            for form in forms:
                form["fields"].append((name, fields.get("value") or ""))
        if tag == "option" and self.form and self.form["fields"]:
            name, _ = self.form["fields"][-1]
            self.form["fields"].append((name, fields.get("value") or ""))

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None


class Venue:
    """A throw-away event with something of everything, and its server."""

    def __init__(self, program, folder, event):
        self.program = program
        self.environment = {
            **os.environ, "LANYARD_EVENT": str(folder / "fuzz.lanyard"), "LANYARD_OPERATOR": "fuzz",
            "LANYARD_RESOURCES": str(ROOT), "LC_ALL": "C.UTF-8",
        }
        self.lanyard("event", "create", self.environment["LANYARD_EVENT"], "--from", str(event))
        self.lanyard("registration", "import", str(ROOT / "templates/demo/registrations.csv"))
        self.lanyard("ledger", "pay", "--from", str(ROOT / "templates/demo/payments.csv"))
        self.lanyard("till", "open", "north", "--float", "200")
        self.lanyard("badge", "issue", "--all")
        self.secrets = {
            role: json.loads(self.lanyard("device", "add", f"The {role}", "--role", role, "--json"))["token"] for role in ROLES
        }
        #: The first of those that may be shut out.
        self.spare = json.loads(self.lanyard("device", "add", "Spare 1", "--role", "door", "--json"))["id"]
        for number in range(2, SPARE + 1):
            self.lanyard("device", "add", f"Spare {number}", "--role", "door")
        self.secrets["participant"] = json.loads(self.lanyard("keysigning", "invite", "ND-0001", "--json"))["token"]
        self.secrets["nobody"] = ""
        self.log = open(folder / "server.log", "w+", encoding="utf-8", errors="replace")
        self.server = subprocess.Popen(
            [program, "serve", "--port", "0", "--clock", "2015-02-14T09:30:00-05:00"],
            env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        said = ""
        while not (found := re.search(r"http://([0-9.]+):(\d+)", said)):
            line = self.server.stderr.readline()
            if not line:
                raise SystemExit(f"the server did not start: {said}")
            said += line
        self.host, self.port = found[1], int(found[2])
        # The rest of what it says goes to a file: a full pipe would stop it.
        self.drain = subprocess.Popen(["cat"], stdin=self.server.stderr, stdout=self.log)
        self.connection = None
        # Answers to secrets that the server does not know.
        self.wrong = 0

    def lanyard(self, *arguments, expect=0):
        done = subprocess.run(
            [self.program, *arguments], env=self.environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if expect is not None and done.returncode != expect:
            raise SystemExit(f"lanyard {' '.join(arguments)}: {done.returncode}\n{done.stderr}")
        if done.returncode < 0:
            raise Crash(f"lanyard {' '.join(arguments)} ended by signal {-done.returncode}\n{done.stderr[-2000:]}")
        return done.stdout

    def ask(self, method, path, role, body=None, headers=None, session=False):
        """The status and the text of an answer; raises when the server is gone."""
        secret = self.secrets[role]
        headers = dict(headers or {})
        if secret and session:
            headers["Cookie"] = f"lanyard={secret}"
        elif secret:
            headers["Authorization"] = f"Bearer {secret}"
        for attempt in (1, 2):
            try:
                self.connection = self.connection or http.client.HTTPConnection(
                    self.host, self.port, timeout=WAIT, source_address=(self.address(), 0))
                self.connection.request(method, path, body=body, headers=headers)
                answer = self.connection.getresponse()
                text = answer.read().decode("utf-8", "replace")
                if answer.status == 401:
                    # Each further wrong secret of an address costs more seconds: the next comes from another.
                    self.wrong += 1
                    self.close()
                if answer.will_close:
                    self.close()
                self.check()
                return answer.status, text
            except (http.client.HTTPException, OSError) as error:
                self.close()
                self.check()
                if attempt == 2:
                    raise Crash(f"no answer: {error!r}") from error
        raise AssertionError

    def address(self):
        return f"127.{1 + self.wrong // 64_516 % 254}.{1 + self.wrong // 254 % 254}.{1 + self.wrong % 254}"

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None

    def check(self):
        if self.server.poll() is not None:
            self.log.flush()
            self.log.seek(0)
            raise Crash(f"the server ended with {self.server.returncode}\n{self.log.read()[-3000:]}")

    def end(self):
        self.close()
        self.server.send_signal(signal.SIGTERM)
        try:
            return self.server.wait(30)
        except subprocess.TimeoutExpired:
            self.server.kill()
            raise Crash("the server did not end within 30 seconds") from None


class Crash(Exception):
    """The server, or a command, is gone."""


class Fuzzer:
    def __init__(self, venue, description, rng):
        self.venue, self.description, self.rng = venue, description, rng
        self.last = ""
        self.failures = []
        self.statuses = {}
        self.count = 0
        self.forms = []

    def send(self, method, path, role, body=None, headers=None, session=False):
        shown = body if body is None or len(body) < 2000 else body[:2000] + b"..."
        self.last = f"{method} {path[:2000]} as {role}{' in a page' if session else ''}\n  {headers or {}}\n  {shown!r}"
        self.count += 1
        status, text = self.venue.ask(method, path, role, body, headers, session)
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if status == 500:
            self.failures.append(f"{self.last}\n  {text[:500]}")
        return status, text

    def operation(self):
        rng = self.rng
        method, path, operation, shared = rng.choice(self.description.operations)
        if SELDOM.search(path) and rng.random() < 0.9:
            return
        parameters = [self.description.resolved(one) for one in shared + operation.get("parameters", [])]
        spoil = rng.choice(["body", "body", "body", "path", "query", "nothing"])

        def in_path(found):
            if REVOKING.search(path):
                return str(rng.choice([*range(self.venue.spare, self.venue.spare + SPARE), 2**31, 2**63 - 1, 2**63, "x"]))
            if spoil != "path" and rng.random() < 0.8:
                return rng.choice(["1", "2", "main", "ND-0001", "north"])
            number = rng.choice(INTEGERS)
            return urllib.parse.quote(str(number) if rng.random() < 0.6 else str(rng.choice(TEXTS))[:3000], safe="") or "0"

        address = re.sub(r"\{(\w+)\}", in_path, path)
        query = []
        for one in parameters:
            if one["in"] != "query":
                continue
            if spoil == "query" and rng.random() < 0.7:
                query.append((one["name"], str(odd(rng))[:3000]))
            elif one.get("required") or rng.random() < 0.3:
                query.append((one["name"], str(self.description.value(one.get("schema", {}), rng))))
        if query:
            address += "?" + urllib.parse.urlencode(query, errors="replace")
        headers = {}
        if method != "GET":
            headers["Idempotency-Key"] = rng.choice(["", "k", "x" * 200, "x" * 201]) if rng.random() < 0.05 else f"f{self.count}"
        body = None
        content = self.description.resolved(operation.get("requestBody", {})).get("content", {})
        if content:
            kind, media = rng.choice(sorted(content.items()))
            headers["Content-Type"] = kind
            if "json" in kind:
                value = self.description.value(media.get("schema", {}), rng)
                if spoil == "body":
                    value = spoiled(value, rng)
                body = json.dumps(value).encode("utf-8", "surrogatepass")
            else:
                body = str(rng.choice(TEXTS)).encode() if rng.random() < 0.8 else bytes(rng.randrange(256) for _ in range(300))
        # Each without a good secret waits for its answer on purpose.
        role = rng.choices(["organizer", *ROLES, "participant", "nobody"], [60, 8, 8, 8, 8, 8, 1, 1])[0]
        if path.startswith("/keysigning/self") and rng.random() < 0.8:
            role = "participant"
        self.send(method, "/v1" + address, role, body, headers)

    def sweep(self):
        """Every whole number of every operation, and every field of every form, once with each of a few ends."""
        for method, path, operation, _ in self.description.operations:
            content = self.description.resolved(operation.get("requestBody", {})).get("content", {})
            schema = content.get("application/json", {}).get("schema")
            if schema is None or SELDOM.search(path):
                continue
            role = "participant" if path.startswith("/keysigning/self") else "organizer"
            address = "/v1" + re.sub(r"\{\w+\}", "7" if path.startswith("/devices/") else "1", path)
            value = self.description.value(schema, self.rng, whole=True)
            for place in numbers(value):
                for number in (2**63 - 1, -(2**63), 2**32, 99, -1):
                    body = json.loads(json.dumps(value))
                    node = body
                    for name in place[:-1]:
                        node = node[name]
                    node[place[-1]] = number
                    headers = {"Content-Type": "application/json", "Idempotency-Key": f"s{self.count}"}
                    self.send(method, address, role, json.dumps(body).encode(), headers)
        seen = set()
        for role, action, method, fields in self.forms:
            for index, (name, _) in enumerate(fields):
                mark = (re.sub(r"\d+", "N", action), name)
                if mark in seen or name in ("token", "key"):
                    continue
                seen.add(mark)
                for text in ("99", str(2**63 - 1), str(-(2**63))):
                    chosen = [(one, text if at == index else value) for at, (one, value) in enumerate(fields)]
                    self.submit(role, action, method, chosen)

    def crawl(self):
        """Looks at the pages again, for their forms."""
        self.forms = []
        for role in ("desk", "organizer", "keysigning"):
            seen, next_pages = set(), ["/", "/desk", "/desk/walk-in", "/desk/people/1", "/desk/people/2", "/desk/people/9",
                                       "/desk/waiting", "/desk/tills", "/desk/prints", "/dashboard", "/keysigning/desk", "/door"]
            while next_pages and len(seen) < 40:
                page = next_pages.pop(0).split("#")[0]
                if page in seen or page.startswith(("/static", "/v1")):
                    continue
                seen.add(page)
                status, text = self.send("GET", page, role, session=True)
                if status != 200 or "<form" not in text and "<a" not in text:
                    continue
                found = Forms(text)
                next_pages += found.links
                self.forms += [
                    (role, urllib.parse.urljoin(page, form["action"] or page), form["method"], form["fields"])
                    for form in found.forms
                ]

    def form(self):
        rng = self.rng
        role, action, method, fields = rng.choice(self.forms)
        changeable = [index for index, (name, _) in enumerate(fields) if name != "token"]
        chosen = list(fields)
        for index in rng.sample(changeable, k=min(len(changeable), rng.choice([0, 1, 1, 2, 3]))):
            value = odd(rng)
            name = chosen[index][0]
            if isinstance(value, list):
                chosen += [(name, str(one)) for one in value]
            else:
                chosen[index] = (name, "" if value is None else str(value))
        # Which of the choices is ticked, and a fresh key where the old one is to count no more.
        chosen = [
            (name, f"form-{self.count}" if name == "key" and rng.random() < 0.8 else value)
            for name, value in chosen
            if name in ("token", "key") or rng.random() < 0.8
        ]
        self.submit(role, action, method, chosen)

    def submit(self, role, action, method, chosen):
        device = REVOKING.search(action)
        if device and int(device[1]) < self.venue.spare:
            return
        text = urllib.parse.urlencode(chosen, errors="surrogatepass")
        if method == "GET":
            self.send("GET", action.split("?")[0] + "?" + text[:6000], role, session=True)
        else:
            headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{self.venue.host}:{self.venue.port}"}
            self.send("POST", action, role, text.encode(), headers, session=True)

    def read_back(self):
        """Everything that reads what is stored: each has to answer, whatever was sent before."""
        for path, role in [("/metrics", "reports"), *(("/v1/health/ready", role) for role in ROLES), ("/v1/gates", "organizer")]:
            status, text = self.send("GET", path, role)
            if status == 401:
                raise Crash(f"the fuzzer has shut itself out as {role}: {text}")
        for method, path, operation, _ in self.description.operations:
            if method == "GET" and "{" not in path:
                role = "participant" if path.startswith("/keysigning/self") else "organizer"
                self.send("GET", "/v1" + path, role)
        cursor = 0
        for _ in range(20):
            status, text = self.send("GET", f"/v1/snapshot?after={cursor}", "door")
            if status != 200 or not json.loads(text)["more"]:
                break
            cursor = json.loads(text)["cursor"]
        self.crawl()
        for arguments in (
            ("audit",), ("device", "list"), ("gate", "list"), ("gate", "conflicts", "--settled"), ("gate", "notes"),
            ("registration", "list"), ("report", "days"), ("event", "show"), ("badge", "jobs"),
        ):
            self.last = "lanyard " + " ".join(arguments)
            said = self.venue.lanyard(*arguments, expect=None)
            if arguments == ("audit",) and "0 findings" not in said:
                self.failures.append(f"{self.last}\n{said[-1500:]}")

    def run(self, requests):
        self.read_back()
        self.sweep()
        self.read_back()
        start = self.count
        following = start + READING_EVERY
        while self.count - start < requests:
            if self.forms and self.rng.random() < 0.35:
                self.form()
            else:
                self.operation()
            if self.count >= following:
                self.read_back()
                following = self.count + READING_EVERY
        self.read_back()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=40_000)
    parser.add_argument("--seed", type=int, default=20150214)
    parser.add_argument("--program", default=str(ROOT / ".build/debug/lanyard"))
    parser.add_argument("--event", default=str(ROOT / "templates/events/netdev01.yaml"), help="the YAML of the event")
    options = parser.parse_args()
    # Whoever ends the fuzzer ends its server too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory() as folder:
        venue = Venue(options.program, Path(folder), options.event)
        fuzzer = Fuzzer(venue, Description(ROOT / "schema/openapi.yaml"), random.Random(options.seed))
        try:
            fuzzer.run(options.requests)
            if (code := venue.end()) != 0:
                raise Crash(f"the server ended with {code}")
        except Crash as crash:
            print(f"after {fuzzer.count} requests, seed {options.seed}:\n{fuzzer.last}\n{crash}")
            sys.exit(1)
        finally:
            if venue.server.poll() is None:
                venue.server.kill()
    statuses = ", ".join(f"{count} × {status}" for status, count in sorted(fuzzer.statuses.items()))
    print(f"{fuzzer.count} requests, seed {options.seed}: {statuses}")
    for failure in fuzzer.failures[:20]:
        print(f"\n{failure}")
    sys.exit(1 if fuzzer.failures else 0)


main()
