"""A phone that kept what version 1 of the door page left opens the page of today: nothing is lost, and nothing stays in clear."""

import json
import pathlib
import re

from common import ADDRESS, ARGUMENTS, context, expect, run
from phone import PHONE, Phone

KEPT = pathlib.Path(__file__).parent / "kept" / "door-store-1.json"
MAKE = """async (kept) => {
  const request = indexedDB.open('lanyard-door', kept.version);
  request.onupgradeneeded = () => {
    for (const [name, keyPath] of Object.entries(kept.stores)) request.result.createObjectStore(name, keyPath ? {keyPath} : undefined);
  };
  const database = await new Promise((resolve, reject) => { request.onsuccess = () => resolve(request.result); request.onerror = reject; });
  const all = database.transaction(Object.keys(kept.stores), 'readwrite');
  for (const name of Object.keys(kept.stores)) {
    if (name === 'facts') for (const [key, value] of Object.entries(kept.facts)) all.objectStore(name).put(value, key);
    else for (const value of kept[name]) all.objectStore(name).put(value);
  }
  await new Promise((resolve) => { all.oncomplete = resolve; });
  database.close();
}"""
# Everything that the browser keeps, as text; keys say whether they would be given out.
DUMP = """async () => {
  const database = await new Promise((resolve, reject) => {
    const request = indexedDB.open('lanyard-door'); request.onsuccess = () => resolve(request.result); request.onerror = reject; });
  const found = {version: database.version};
  const readable = (value) =>
    value instanceof CryptoKey ? {extractable: value.extractable, algorithm: value.algorithm.name}
    : value instanceof ArrayBuffer ? [...new Uint8Array(value)].map((byte) => byte.toString(16)).join('')
    : ArrayBuffer.isView(value) ? 'bytes'
    : Array.isArray(value) ? value.map(readable)
    : value && typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, readable(v)])) : value;
  for (const name of database.objectStoreNames) {
    const request = database.transaction(name).objectStore(name).getAll();
    found[name] = readable(await new Promise((resolve) => { request.onsuccess = () => resolve(request.result); }));
  }
  const asked = database.transaction('facts').objectStore('facts').get('vault');
  const vault = await new Promise((resolve) => { asked.onsuccess = () => resolve(asked.result); });
  found.given = [];
  for (const key of Object.values(vault ?? {})) {
    await crypto.subtle.exportKey('raw', key).then(() => found.given.push(key.algorithm.name), () => {});
  }
  database.close();
  return found;
}"""


def script(chromium):
    badge, code = ARGUMENTS["badges"][0], ARGUMENTS["typed"][0]
    kept = json.loads(KEPT.read_text().replace("TEXT", badge))
    phone = Phone(context(chromium, **PHONE))
    phone.page.goto(f"{ADDRESS}/")
    phone.page.evaluate(MAKE, kept)
    uploads = []
    phone.page.on("request", lambda request: request.url.endswith("/v1/uploads") and uploads.append(request.post_data_json))
    phone.enrol(ARGUMENTS["codes"][0])
    phone.ready()
    phone.until("document.documentElement.dataset.learned === 'true'")
    expect(phone.page.locator("#mute").get_attribute("aria-pressed") == "true", "the settings were lost")
    for _ in range(200):
        if uploads:
            break
        phone.page.wait_for_timeout(25)
    expect([scan["nonce"] for scan in uploads[0]["scans"]] == ["kept-since-version-1"], f"{uploads}")
    expect(uploads[0]["scans"][0]["text"] == badge, "another scan was sent")
    found = phone.page.evaluate(DUMP)
    expect(found["version"] == 3, f"version {found['version']}")
    expect(len(found["people"]) > 30, f"{len(found['people'])} people")
    expect(found["given"] == [], f"these keys are given out: {found['given']}")
    text = json.dumps(found)
    for secret in [badge, code, code.replace("-", ""), "K7X-42MK", "Z9Z-99ZZ", "dueCents"]:
        expect(secret not in text, f"the phone keeps {secret}: {text[:2000]}")
    # An amount is a number of its own: what is locked is written in hexadecimal, and may hold its digits by chance.
    expect(not re.search(r"(?<!\w)41250(?!\w)", text), f"the phone keeps an amount: {text[:2000]}")
    # What was locked opens again: the code that is typed names its person where the server is away.
    phone.context.set_offline(True)
    phone.types_code(code)
    phone.says("already_admitted")
    phone.calls_next()
    phone.types_code(ARGUMENTS["typed"][1])
    phone.says("admitted", "Decided by this phone alone")
    phone.shows("scans wait")
    text = json.dumps(phone.page.evaluate(DUMP))
    expect(ARGUMENTS["typed"][1] not in text, "a code that was typed is kept in clear")
    # A page of an earlier release that comes from the cache does not touch what a later one keeps.
    phone.context.set_offline(False)
    phone.page.goto(f"{ADDRESS}/enroll")
    phone.page.evaluate(
        "new Promise((resolve, reject) => { const r = indexedDB.open('lanyard-door', 99); r.onsuccess = () => { r.result.close(); resolve(); }; r.onerror = reject; r.onblocked = reject; })"
    )
    phone.page.goto(f"{ADDRESS}/door")
    phone.shows("older than what the phone keeps")


run(script)
