"""docs/api.md as a program, with the client that openapi-python-client makes of schema/openapi.yaml.

usage: quickstart.py ADDRESS DESK_TOKEN REPORTS_TOKEN
"""

import sys

from lanyard_client import AuthenticatedClient
from lanyard_client.api.default import get_feed, get_gates, get_registration, post_payment, post_registration, post_scan
from lanyard_client.models import NewRegistration, NewScan, PostPaymentBody, PostPaymentBodyMethod

address, desk_token, reports_token = sys.argv[1:]
desk = AuthenticatedClient(base_url=address + "/v1", token=desk_token, raise_on_unexpected_status=True)
reports = AuthenticatedClient(base_url=address + "/v1", token=reports_token, raise_on_unexpected_status=True)

somebody = NewRegistration(name="Ada Placeholder", email="ada@example.org", days=[1, 2])
made = post_registration.sync(client=desk, body=somebody, idempotency_key="order-17")
again = post_registration.sync(client=desk, body=somebody, idempotency_key="order-17")
assert (again.code, again.number) == (made.code, made.number)
other = post_registration.sync(
    client=desk, body=NewRegistration(name="Bob Placeholder", days=[1]), idempotency_key="order-17")
assert other.code == "idempotency_conflict", other

unpaid = post_scan.sync(client=desk, body=NewScan(gate="main", nonce="1", code=made.code))
assert unpaid.verdict == "unpaid", unpaid
post_payment.sync(
    made.code, client=desk, body=PostPaymentBody(method=PostPaymentBodyMethod.CARD), idempotency_key="pay-17")
assert get_registration.sync(made.code, client=desk).due == "0.00"
scan = post_scan.sync(client=desk, body=NewScan(gate="main", nonce="2", code=made.code))
assert scan.verdict == "admitted" and scan.person.name == "Ada Placeholder", scan
assert post_scan.sync(client=desk, body=NewScan(gate="main", nonce="2", code=made.code)).replayed
assert "main" in [gate.id for gate in get_gates.sync(client=desk, limit=100).items]

seen, cursor, more = [], "0.0.0", True
while more:
    page = get_feed.sync(client=reports, after=cursor)
    seen += [entry.type_ for entry in page.items]
    cursor, more = page.next_, page.more
assert [kind for kind in seen if kind.startswith("scan.")] == ["scan.refused", "scan.admitted"], seen
assert seen[0] == "registration.made" and "registration.paid" in seen
print(f"registered {made.code}, paid, let in, {len(seen)} events")
