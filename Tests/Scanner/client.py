#!/usr/bin/env python3
"""A scanner of pretix's protocol: initializes itself, fetches every list, scans, goes on without the server, and sends what it
did afterwards. Each answer is checked, field by field, against contract.json.

The order of its calls is that of libpretixsync; the fields are those of pretix's documented REST API. Nothing else of either
is here.

usage: client.py QR_TEXT [--badges FILE] [--wait-for-server FILE]

QR_TEXT is what `lanyard device add --app pretixscan` prints as text. FILE has a badge's text a line. With --wait-for-server the
client goes offline when FILE appears, and goes on with the address that then stands in it. It prints one line of JSON.
"""

import argparse
import datetime
import json
import pathlib
import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

CONTRACT = json.loads((pathlib.Path(__file__).parent / "contract.json").read_text())
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


class Broken(Exception):
    """An answer is not as the documentation has it."""


def check(value, kind, where):
    """Raises `Broken` unless the value is of the kind."""
    if kind.endswith("?"):
        if value is None:
            return
        kind = kind[:-1]
    fits = {
        "int": lambda: type(value) is int, "number": lambda: type(value) in (int, float),
        "bool": lambda: type(value) is bool, "text": lambda: type(value) is str,
        "money": lambda: type(value) is str and re.fullmatch(r"-?\d+\.\d\d", value),
        "time": lambda: type(value) is str and TIME.fullmatch(value),
        "url": lambda: type(value) is str and re.match(r"https?://", value),
        "object": lambda: type(value) is dict, "list": lambda: type(value) is list,
        "words": lambda: type(value) is dict and all(type(text) is str for text in value.values()),
    }
    if kind in fits:
        if not fits[kind]():
            raise Broken(f"{where} is {value!r}, not {kind}")
    elif kind.startswith("one of "):
        if value not in kind.split()[2:]:
            raise Broken(f"{where} is {value!r}, not {kind}")
    elif kind.startswith("list<"):
        check(value, "list", where)
        for index, entry in enumerate(value):
            check(entry, kind[5:-1], f"{where}[{index}]")
    else:
        check(value, "object", where)
        shape = fields(kind)
        optional = shape.pop("optional", [])
        for name, wanted in shape.items():
            if name in value:
                check(value[name], wanted, f"{where}.{name}")
            elif name not in optional:
                raise Broken(f"{where} has no {name}")


def fields(kind):
    shape = dict(CONTRACT[kind])
    included = shape.pop("include", None)
    return fields(included) | shape if included else shape


class Offline(Exception):
    """The server does not answer."""


class Scanner:
    def __init__(self, code):
        handshake = json.loads(code)
        if handshake["handshake_version"] != 1:
            raise Broken("the handshake is of another version")
        self.url, self.token = handshake["url"], None
        self.headers = {}
        self.queue, self.calls, self.modified = [], [], {}
        self.answered = 0

    def call(self, method, path, body=None, kind=None, statuses=(200,), headers=None):
        """Sends a request; the answer's status, content and headers."""
        url = path if path.startswith("http") else self.url + path
        request = urllib.request.Request(
            url, None if body is None else json.dumps(body).encode(), method=method,
            headers={"Content-Type": "application/json", "Accept-Language": "en"} | (headers or {}))
        if self.token:
            request.add_header("Authorization", f"Device {self.token}")
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                status, content, found = answer.status, answer.read(), answer.headers
        except urllib.error.HTTPError as error:
            status, content, found = error.code, error.read(), error.headers
        except (OSError, urllib.error.URLError) as error:
            raise Offline(str(error)) from error
        if status not in statuses:
            raise Broken(f"{method} {path}: {status} {content[:400]!r}")
        value = json.loads(content) if content else None
        if kind and status != 304:
            check(value, kind[status] if isinstance(kind, dict) else kind, f"{method} {path}")
        self.answered += 1
        return status, value, found

    # What an app does when it is set up

    def initialize(self):
        secret = json.loads(sys.argv[1])["token"]
        wish = {"token": secret, "hardware_brand": "Example", "hardware_model": "Handheld", "os_name": "Android",
                "os_version": "14", "software_brand": "example", "software_version": "1.0.0"}
        _, device, _ = self.call("POST", "/api/v1/device/initialize", wish, "device")
        self.token, self.organizer = device["api_token"], device["organizer"]
        refused, _, _ = self.call("POST", "/api/v1/device/initialize", wish, statuses=(400,))
        assert refused == 400
        del wish["token"]
        self.call("POST", "/api/v1/device/update", wish, "device")
        _, found, _ = self.call("GET", f"/api/v1/organizers/{self.organizer}/events/?ordering=date_from", kind="page")
        for event in found["results"]:
            check(event, "event", "event")
        self.event = found["results"][0]["slug"]
        self.base = f"/api/v1/organizers/{self.organizer}"
        self.there = f"{self.base}/events/{self.event}"
        self.call("GET", f"{self.base}/subevents/?active=true", kind="page")

    def everything(self, path, kind, **more):
        """All entries of a list, part by part."""
        entries, headers = [], None
        while path:
            known = self.modified.get(path) if more.get("conditional") else None
            status, part, found = self.call(
                "GET", path, kind="page", statuses=(200, 304),
                headers={"If-Modified-Since": known} if known else None)
            if status == 304:
                return None, headers
            headers = headers or found
            if more.get("conditional") and found["Last-Modified"]:
                self.modified[path] = found["Last-Modified"]
            for entry in part["results"]:
                check(entry, kind, path)
            entries += part["results"]
            path = part["next"]
        return entries, headers

    def sync(self):
        """In the order in which libpretixsync asks."""
        self.upload()
        self.call("GET", "/api/v1/device/info", kind="info")
        self.everything(f"{self.base}/subevents/", "object")
        self.call("GET", f"{self.there}/", kind="event")
        self.everything(f"{self.there}/categories/", "category", conditional=True)
        items, _ = self.everything(f"{self.there}/items/", "item", conditional=True)
        self.items = items if items is not None else self.items
        self.everything(f"{self.there}/questions/", "object", conditional=True)
        self.everything(f"{self.there}/badgelayouts/", "object")
        self.everything(f"{self.there}/badgeitems/", "object")
        lists, _ = self.everything(
            f"{self.there}/checkinlists/?exclude=checkin_count&exclude=position_count", "checkin_list", conditional=True)
        self.lists = lists if lists is not None else self.lists
        self.revoked, _ = self.everything(f"{self.there}/revokedsecrets/", "revoked_secret")
        self.blocked, _ = self.everything(f"{self.there}/blockedsecrets/", "blocked_secret")
        self.sync_orders()
        self.everything(f"{self.base}/reusablemedia/", "object")
        self.call("GET", f"{self.there}/settings/", kind="object")

    def sync_orders(self):
        wish = "testmode=false&exclude=downloads&exclude=payments&exclude=refunds"
        since = self.modified.get("orders")
        if since:
            wish += "&ordering=-last_modified&modified_since=" + urllib.parse.quote(since)
        orders, headers = self.everything(f"{self.there}/orders/?{wish}", "order")
        self.modified["orders"] = headers["X-Page-Generated"]
        if not since:
            self.orders = {}
        for order in orders:
            self.orders[order["code"]] = order
        return orders

    # What it does at a gate

    def redeem(self, secret, gate, **more):
        wish = {"secret": secret, "source_type": "barcode", "lists": [gate], "force": False, "ignore_unpaid": False,
                "nonce": uuid.uuid4().hex, "type": "entry", "answers": {}, "questions_supported": True,
                "canceled_supported": True, "use_order_locale": False} | more
        return self.call(
            "POST", f"{self.base}/checkinrpc/redeem/?expand=answers.question", wish,
            {201: "ok", 400: "refused", 404: "unknown"}, (201, 400, 404))[:2]

    def positions(self):
        return {position["secret"]: (order, position) for order in self.orders.values() for position in order["positions"]}

    def alone(self, secret, gate):
        """What the app decides by itself; it is sent later."""
        now = datetime.datetime.fromtimestamp(self.now, datetime.timezone.utc).isoformat().replace("+00:00", "Z")
        found = self.positions().get(secret)
        wish = {"datetime": now, "nonce": uuid.uuid4().hex, "type": "entry"}
        if found is None or any(entry["secret"] == secret for entry in self.revoked):
            self.calls.append((f"{self.there}/checkinlists/{gate}/failed_checkins/",
                               wish | {"raw_barcode": secret, "error_reason": "invalid"}))
            return False
        self.queue.append((secret, gate, wish))
        return True

    def upload(self):
        while self.queue:
            secret, gate, wish = self.queue[0]
            path = f"{self.there}/checkinlists/{gate}/positions/{urllib.parse.quote(secret, safe='')}/redeem/"
            self.call("POST", path, wish | {
                "force": True, "ignore_unpaid": False, "source_type": "barcode", "answers": {},
                "questions_supported": False, "canceled_supported": True}, statuses=(201, 400, 404))
            self.queue.pop(0)
        while self.calls:
            path, wish = self.calls[0]
            self.call("POST", path, wish, statuses=(201,), headers={"X-Idempotency-Key": wish["nonce"]})
            self.calls.pop(0)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("code")
    parser.add_argument("--badges", required=True)
    parser.add_argument("--wait-for-server")
    options = parser.parse_args()
    badges = pathlib.Path(options.badges).read_text().splitlines()
    scanner = Scanner(options.code)
    scanner.initialize()
    scanner.sync()
    gate = next(entry["id"] for entry in scanner.lists if entry["name"] == "Main door")
    told = {"people": len(scanner.orders), "lists": [entry["name"] for entry in scanner.lists]}

    status, answer = scanner.redeem(badges[0], gate, nonce="first")
    assert status == 201, answer
    again, same = scanner.redeem(badges[0], gate, nonce="first")
    assert (again, same) == (status, answer), (answer, same)
    told["second"] = scanner.redeem(badges[0], gate)[1]["reason"]
    told["foreign"] = scanner.redeem("https://example.org/", gate)[1]["reason"]
    told["simulated"] = scanner.redeem(badges[1], gate, simulate=True)[0]
    assert scanner.redeem(badges[1], gate, nonce="turnstile")[0] == 201
    scanner.call("POST", f"{scanner.base}/checkinrpc/annul/", {"nonce": "turnstile", "lists": [gate]}, "annulled")
    scanner.call("POST", f"{scanner.base}/checkinrpc/annul/", {"nonce": "nobody", "lists": [gate]}, statuses=(404,))

    name = answer["position"]["attendee_name"]
    _, hits, _ = scanner.call(
        "GET", f"{scanner.base}/checkinrpc/search/?ignore_status=true&page=1&search={urllib.parse.quote(name)}&list={gate}",
        kind="page")
    for hit in hits["results"]:
        check(hit, "position_at_hand", "search")
    picked = next(hit for hit in hits["results"] if hit["attendee_name"] == name)
    told["picked"] = scanner.redeem(picked["secret"], gate)[1].get("reason")

    _, standing, _ = scanner.call("GET", f"{scanner.there}/checkinlists/{gate}/status/", kind="status")
    told["admitted"] = standing["checkin_count"]
    positions, _ = scanner.everything(f"{scanner.there}/checkinlists/{gate}/positions/", "position")
    assert len(positions) == len(scanner.orders)
    _, order, _ = scanner.call("GET", f"{scanner.there}/orders/{answer['position']['order']}/", kind="order")
    assert order["positions"][0]["checkins"][0]["list"] == gate
    scanner.call(
        "GET", f"/api/v1/device/eventselection?current_event={scanner.event}&current_checkinlist={gate}", statuses=(304,))
    scanner.call("GET", "/api/v1/device/eventselection?current_event=another", kind="selection")
    scanner.call("GET", f"{scanner.there}/vouchers/", kind="detail", statuses=(404,))
    scanner.sync()
    # Those two about whom something changed, unless that is longer than a second ago.
    assert len(scanner.sync_orders()) <= 2

    if options.wait_for_server:
        # The server dies; what comes meanwhile the app answers alone.
        file = pathlib.Path(options.wait_for_server)
        print("ready", flush=True)
        while not file.exists():
            time.sleep(0.02)
        scanner.now = float(file.read_text().split()[1])
        try:
            scanner.redeem(badges[2], gate)
            raise Broken("the server still answers")
        except Offline:
            pass
        told["alone"] = [scanner.alone(badge, gate) for badge in badges[2:6]] + [scanner.alone("nothing", gate)]
        file.rename(file.with_suffix(".read"))
        print("offline", flush=True)
        while not file.exists():
            time.sleep(0.02)
        scanner.url = file.read_text().split()[0]
        # The answer to the first is lost, so that it goes twice.
        secret, _, wish = scanner.queue[0]
        path = f"{scanner.there}/checkinlists/{gate}/positions/{urllib.parse.quote(secret, safe='')}/redeem/"
        scanner.call("POST", path, wish | {"force": True}, "ok", statuses=(201,))
        scanner.sync()
        told["left"] = len(scanner.queue) + len(scanner.calls)
        passed = [position["checkins"] for secret, (_, position) in scanner.positions().items() if secret in badges[2:6]]
        told["uploaded"] = sum(len(entries) for entries in passed)
        told["times"] = sorted({entry["datetime"] for entries in passed for entry in entries})

    scanner.call("POST", "/api/v1/device/revoke", {}, "device")
    _, gone, _ = scanner.call("GET", "/api/v1/device/info", kind="detail", statuses=(401,))
    told["revoked"] = gone["detail"]
    told["answers"] = scanner.answered
    print(json.dumps(told))


if __name__ == "__main__":
    try:
        main()
    except (Broken, Offline) as error:
        sys.exit(f"client.py: {error}")
