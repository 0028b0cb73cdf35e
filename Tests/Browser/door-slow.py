"""A network that takes 1.2 seconds for each request, and a server that takes no large batch: no scan is lost, and each is shown in its turn."""

from common import ADDRESS, ARGUMENTS, context, expect, run
from phone import PHONE, Phone

DELAY = 1.2
# What a door shows, as it shows it.
RECORD = """() => {
  window.told = [];
  const verdict = document.getElementById('verdict');
  new MutationObserver(() => {
    const now = document.getElementById('word').textContent + '|' + document.getElementById('name').textContent;
    if (!verdict.hidden) told.push([performance.now(), verdict.dataset.verdict, now]);
  }).observe(document.getElementById('word'), {childList: true});
}"""


def ready(chromium, code):
    phone = Phone(context(chromium, **PHONE))
    phone.enrol(code)
    phone.ready()
    phone.until("document.documentElement.dataset.learned === 'true'")
    phone.page.evaluate(RECORD)
    return phone


def in_order(chromium):
    """Faster than the network: the phone decides, in the order of the scans, and the server has all of them afterwards."""
    phone = ready(chromium, ARGUMENTS["codes"][0])
    client = phone.context.new_cdp_session(phone.page)
    client.send("Network.emulateNetworkConditions", {
        "offline": False, "latency": DELAY * 1000, "downloadThroughput": -1, "uploadThroughput": -1})
    badges = ARGUMENTS["badges"][:12]
    for badge in badges:
        phone.scans(badge)
        phone.page.wait_for_timeout(150)
    for _ in range(400):
        shown = phone.page.evaluate("new Set(told.map(([, verdict, what]) => what)).size")
        if shown >= len(badges):
            break
        phone.page.wait_for_timeout(25)
    told = phone.page.evaluate("told")
    names = list(dict.fromkeys(what.split("|")[1] for _, _, what in told))
    welcome = {what for _, verdict, what in told if verdict == "admitted"}
    expect(len(names) == len(badges), f"{len(names)} of {len(badges)} were shown: {names}")
    phone.look("door-slow")
    client.send("Network.emulateNetworkConditions", {
        "offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1})
    phone.page.get_by_text("Connected", exact=True).wait_for(timeout=90_000)
    admitted = phone.page.evaluate("fetch('/v1/gates/main/status', {headers: {'X-Lanyard-Form': document.body.dataset.token}}).then(r => r.json())")["admitted"]
    expect(admitted == len(welcome), f"the server admitted {admitted}, the door {len(welcome)}")
    return phone


def never_stuck(chromium):
    """Batches that are too large go in halves; one that is taken in no form makes way, and is kept."""
    phone = ready(chromium, ARGUMENTS["codes"][1])
    phone.page.wait_for_timeout(500)
    phone.context.set_offline(True)
    badges = ARGUMENTS["badges"][12:20]
    for badge in badges:
        phone.scans(badge)
        phone.until("!document.getElementById('verdict').hidden")
        phone.calls_next()
    phone.shows("8 scans wait")
    sizes = []

    def narrow(route):
        scans = route.request.post_data_json["scans"]
        sizes.append(len(scans))
        poison = any(scan["text"] == badges[2] for scan in scans)
        if len(scans) > 3 or poison:
            status = 422 if len(scans) == 1 else 413
            route.fulfill(status=status, content_type="application/problem+json",
                          body=f'{{"status": {status}, "code": "too_much", "title": "Too much."}}')
        else:
            route.continue_()

    phone.page.route("**/v1/uploads", narrow)
    phone.context.set_offline(False)
    phone.page.get_by_text("Connected", exact=True).wait_for(timeout=90_000)
    expect(sizes[:2] == [8, 4] and sizes.count(1) >= 1, f"{sizes}")
    aside = phone.page.evaluate("""new Promise((resolve) => { const r = indexedDB.open('lanyard-door');
      r.onsuccess = () => { const c = r.result.transaction('aside').objectStore('aside').count(); c.onsuccess = () => { r.result.close(); resolve(c.result); }; }; })""")
    expect(aside == 1, f"{aside} scans are set aside")


def script(chromium):
    in_order(chromium)
    never_stuck(chromium)


run(script)
