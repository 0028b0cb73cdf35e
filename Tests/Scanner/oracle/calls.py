"""What a scanner asks, call by call, and what the answers look like: types, names and words, nothing that anybody wrote.

The same calls go to pretix (`record`) and to Lanyard (`compare`, and Tests/Scanner/rehearse in every run of the tests).
"""

import json
import re
import urllib.error
import urllib.parse
import urllib.request
import uuid

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
# Fields whose words are the protocol's: they are compared, not only their type.
WORDS = {"status", "reason", "type", "error_reason"}


def shape(value, name=""):
    """What a value is: its type, and of what it is made."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, str):
        if name in WORDS and re.fullmatch(r"[a-z_]+", value):
            return f"word {value}"
        return "time" if TIME.fullmatch(value) else "money" if re.fullmatch(r"-?\d+\.\d\d", value) else "text"
    if isinstance(value, list):
        return [merged([shape(entry, name) for entry in value])] if value else []
    # Names by language, rules and settings are the organizer's own.
    if name in ("name", "internal_name", "value", "description", "rules", "attendee_name_parts", "meta_data", "info", "location"):
        return "object"
    return {key: shape(entry, key) for key, entry in sorted(value.items())}


def merged(shapes):
    """One shape for several: what is null in some is what it is in others; words are gathered."""
    kept = [one for one in shapes if one != "null"] or ["null"]
    first = kept[0]
    if all(isinstance(one, dict) for one in kept):
        return {key: merged([one[key] for one in kept if key in one]) for key in sorted(set().union(*kept))}
    if all(isinstance(one, list) for one in kept):
        entries = [entry for one in kept for entry in one]
        return [merged(entries)] if entries else []
    return first if all(one == first for one in kept) else "|".join(sorted({str(one) for one in kept}))


def differences(wanted, found, where):
    """What a scanner that expects `wanted` would miss in `found`. What is null, or an empty list, on either side shows nothing."""
    if "null" in (wanted, found) or [] in (wanted, found):
        return []
    if isinstance(wanted, dict):
        if not isinstance(found, dict):
            return [f"{where}: {found if isinstance(found, str) else 'a list'} in the place of an object"]
        result = []
        for key, entry in wanted.items():
            result += differences(entry, found[key], f"{where}.{key}") if key in found else [f"{where}.{key}: missing"]
        return result
    if isinstance(wanted, list):
        return (
            differences(wanted[0], found[0], f"{where}[]") if isinstance(found, list)
            else [f"{where}: {found if isinstance(found, str) else 'an object'} in the place of a list"])
    if not isinstance(found, str):
        return [f"{where}: not {wanted}"]
    one, other = set(wanted.split("|")), set(found.split("|"))
    # A text is whatever a text is.
    fits = one & other or one <= {"text", "money", "time"} and other <= {"text", "money", "time"} and "text" in one
    return [] if fits else [f"{where}: {found} in the place of {wanted}"]


class Caller:
    """A device that keeps the shape of each answer under the call's name."""

    def __init__(self, address, place):
        self.address, self.place, self.token = address, place, None
        self.shapes = {}
        self.base = f"/api/v1/organizers/{place['organizer']}"
        self.there = f"{self.base}/events/{place['event']}"

    def call(self, name, method, path, body=None, headers=None):
        """Sends a request, notes the shape of its answer, and returns the status, the content and the headers."""
        request = urllib.request.Request(
            self.address + path, None if body is None else json.dumps(body).encode(), method=method,
            headers={"Content-Type": "application/json", "Accept-Language": "en"} | (headers or {}))
        if self.token:
            request.add_header("Authorization", f"Device {self.token}")
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                status, content, found = answer.status, answer.read(), answer.headers
        except urllib.error.HTTPError as error:
            status, content, found = error.code, error.read(), error.headers
        try:
            value = json.loads(content) if content else None
        except ValueError:
            value = None
        kept = {"status": status, "body": shape(value)}
        told = sorted(name for name in ("X-Page-Generated", "Last-Modified") if found[name])
        self.shapes[name] = kept | ({"headers": told} if told else {})
        return status, value, found


def run(address, place):
    """All calls in their order; the shapes of their answers by the names of the calls."""
    device = Caller(address, place)
    secrets, there, base = place["secrets"], device.there, device.base
    software = {"hardware_brand": "Example", "hardware_model": "Handheld", "os_name": "Android", "os_version": "14",
                "software_brand": "pretixSCAN", "software_version": "2.0.0"}

    # How it comes in
    device.call("initialize, wrong token", "POST", "/api/v1/device/initialize", software | {"token": "wrongwrongwrong1"})
    device.call("initialize, nothing sent", "POST", "/api/v1/device/initialize", {})
    device.call("no token", "GET", "/api/v1/device/info")
    _, made, _ = device.call("initialize", "POST", "/api/v1/device/initialize", software | {"token": place["token"]})
    device.token = made["api_token"]
    device.call("initialize, used", "POST", "/api/v1/device/initialize", software | {"token": place["token"]})
    device.call("update", "POST", "/api/v1/device/update", software)
    device.call("info", "GET", "/api/v1/device/info")
    device.call("version", "GET", "/api/v1/version")
    _, rolled, _ = device.call("roll", "POST", "/api/v1/device/roll", {})
    device.token = rolled["api_token"]
    device.call("eventselection", "GET", "/api/v1/device/eventselection")

    # What it fetches
    device.call("events", "GET", f"{base}/events/?ordering=date_from")
    device.call("event", "GET", f"{there}/")
    device.call("event, another", "GET", f"{base}/events/another/")
    for name in ("subevents", "categories", "questions", "badgelayouts", "badgeitems", "revokedsecrets", "blockedsecrets"):
        device.call(name, "GET", f"{there}/{name}/")
    device.call("items", "GET", f"{there}/items/")
    device.call("settings", "GET", f"{there}/settings/")
    device.call("reusablemedia", "GET", f"{base}/reusablemedia/")
    device.call("media lookup", "POST", f"{base}/reusablemedia/lookup/", {"type": "barcode", "identifier": "nothing"})
    device.call("idempotency, unknown", "GET", "/api/v1/idempotency_query?key=nothing")
    device.call("subevent", "GET", f"{there}/subevents/1/")
    device.call("vouchers", "GET", f"{there}/vouchers/")
    _, lists, _ = device.call("checkinlists", "GET", f"{there}/checkinlists/")
    device.call("checkinlists, without counts", "GET",
                f"{there}/checkinlists/?exclude=checkin_count&exclude=position_count")
    gate = next(entry["id"] for entry in lists["results"] if entry["name"] == "Main door")
    other = next(entry["id"] for entry in lists["results"] if entry["name"] == place["other_list"])
    listed = f"{there}/checkinlists/{gate}"
    device.call("status", "GET", f"{listed}/status/")
    _, _, headers = device.call("orders", "GET", f"{there}/orders/?testmode=false&exclude=downloads&exclude=payments&exclude=refunds")
    since = urllib.parse.quote(headers["X-Page-Generated"])
    device.call("orders since", "GET", f"{there}/orders/?ordering=-last_modified&modified_since={since}")
    device.call("orders since, wrong", "GET", f"{there}/orders/?modified_since=yesterday")
    _, _, headers = device.call("positions", "GET", f"{listed}/positions/")
    device.call("positions, pdf_data off", "GET", f"{listed}/positions/?pdf_data=false")
    device.call("positions, no such page", "GET", f"{listed}/positions/?page=999")
    device.call("positions of no list", "GET", f"{there}/checkinlists/987654/positions/")

    # What it does at a gate
    def redeem(name, secret, lists=None, **more):
        wish = {"secret": secret, "source_type": "barcode", "lists": [gate] if lists is None else lists, "force": False,
                "ignore_unpaid": False, "nonce": uuid.uuid4().hex, "type": "entry", "answers": {},
                "questions_supported": True, "canceled_supported": True} | more
        return device.call(f"redeem, {name}", "POST", f"{base}/checkinrpc/redeem/?expand=answers.question", wish)

    redeem("simulated", secrets["first"], simulate=True)
    redeem("good", secrets["first"], nonce="one")
    redeem("the same nonce", secrets["first"], nonce="one")
    redeem("again", secrets["first"])
    redeem("out", secrets["first"], type="exit")
    redeem("unknown", "nothing-of-this-event")
    redeem("unpaid", secrets["unpaid"])
    redeem("cancelled", secrets["cancelled"])
    redeem("blocked", secrets["blocked"])
    redeem("revoked", secrets["revoked"])
    redeem("forced with a time", secrets["second"], force=True, datetime=place["now"], nonce="two")
    redeem("forced again", secrets["second"], force=True, datetime=place["now"], nonce="three")
    redeem("of another list", secrets["fifth"], lists=[other])
    redeem("of two lists", secrets["fifth"], lists=[gate, other])
    redeem("unpaid, ignored", secrets["unpaid"], ignore_unpaid=True)
    redeem("no list", secrets["third"], lists=[])
    redeem("a list of nobody", secrets["third"], lists=[987654])
    redeem("wrong type", secrets["third"], type="sideways")
    redeem("wrong time", secrets["third"], datetime="yesterday")
    device.call("redeem, without a secret", "POST", f"{base}/checkinrpc/redeem/", {"lists": [gate], "type": "entry"})
    older = f"{listed}/positions"
    wish = {"force": False, "ignore_unpaid": False, "nonce": "four", "type": "entry", "answers": {},
            "questions_supported": False, "canceled_supported": True}
    device.call("older redeem, good", "POST", f"{older}/{urllib.parse.quote(secrets['third'], safe='')}/redeem/", wish)
    device.call("older redeem, again", "POST", f"{older}/{urllib.parse.quote(secrets['third'], safe='')}/redeem/", wish | {"nonce": "five"})
    device.call("older redeem, unknown", "POST", f"{older}/nothing/redeem/", wish | {"nonce": "six"})
    device.call("older redeem, unpaid", "POST", f"{older}/{urllib.parse.quote(secrets['unpaid'], safe='')}/redeem/", wish | {"nonce": "seven"})

    name = urllib.parse.quote(place["names"]["first"])
    _, hits, _ = device.call("search", "GET", f"{base}/checkinrpc/search/?ignore_status=true&page=1&search={name}&list={gate}")
    device.call("search, nobody", "GET", f"{base}/checkinrpc/search/?search=zzzzzzzz&list={gate}")
    device.call("search, of no list", "GET", f"{base}/checkinrpc/search/?search={name}")

    failed = {"datetime": place["now"], "nonce": "eight", "type": "entry", "raw_barcode": "nothing", "error_reason": "invalid"}
    device.call("failed check-in", "POST", f"{listed}/failed_checkins/", failed)
    device.call("failed check-in, no reason", "POST", f"{listed}/failed_checkins/", failed | {"error_reason": "boredom"})
    for reason in ("already_exchanged", "ambiguous", "annulled", "medium_invalid", "rules", "unapproved"):
        device.call(f"failed check-in, {reason}", "POST", f"{listed}/failed_checkins/",
                    failed | {"error_reason": reason, "nonce": f"failed {reason}"})

    redeem("to be annulled", secrets["fourth"], nonce="nine")
    device.call("annul", "POST", f"{base}/checkinrpc/annul/", {"nonce": "nine", "lists": [gate]})
    device.call("annul, again", "POST", f"{base}/checkinrpc/annul/", {"nonce": "nine", "lists": [gate]})
    device.call("annul, unknown", "POST", f"{base}/checkinrpc/annul/", {"nonce": "nobody", "lists": [gate]})
    device.call("annul, nothing sent", "POST", f"{base}/checkinrpc/annul/", {})

    number = hits["results"][0]["id"]
    printed = {"source": "pretixSCAN", "type": "badge", "datetime": place["now"], "info": {}}
    device.call("printlog", "POST", f"{there}/orderpositions/{number}/printlog/", printed)
    device.call("printlog, wrong", "POST", f"{there}/orderpositions/{number}/printlog/", {"datetime": place["now"]})
    device.call("printlog of nobody", "POST", f"{there}/orderpositions/987654321/printlog/", printed)
    device.call("positions afterwards", "GET", f"{listed}/positions/")
    device.call("status afterwards", "GET", f"{listed}/status/")

    # How it leaves
    device.call("revoke", "POST", "/api/v1/device/revoke", {})
    device.call("revoked", "GET", "/api/v1/device/info")
    return device.shapes
