"""Makes ready what scripts/check-openapi gives to schemathesis, and is loaded by it.

usage: scripts/openapi-checks.py FOLDER: writes FOLDER/openapi.yaml and FOLDER/schemathesis.toml
"""

import copy
import itertools
import pathlib
import sys

import requests
import yaml

# What an operation may answer to what it does not take, beside the statuses that schemathesis knows: the version that
# somebody saw is no more (412), too much (413), nothing in it that can be read (422), too often (429).
REFUSALS = ["400", "401", "403", "404", "405", "406", "409", "412", "413", "415", "422", "428", "429"]
CALLED_WRONG = (400, 406, 415, 422)
CONFIGURATION = f"""
[checks.not_a_server_error]
expected-statuses = ["2xx", "3xx", "4xx", "503", "507"]
[checks.negative_data_rejection]
expected-statuses = {REFUSALS + ["503", "507"]}
"""


def may_be_null(schema, schemas, seen):
    """What may be left out of a body may be null as well; the description says so once, and here it is said of each field."""
    if isinstance(schema, list):
        for part in schema:
            may_be_null(part, schemas, seen)
    if not isinstance(schema, dict):
        return
    reference = schema.get("$ref")
    if reference and reference not in seen:
        seen.add(reference)
        may_be_null(schemas[reference.rsplit("/", 1)[1]], schemas, seen)
    for name, field in list(schema.get("properties", {}).items()):
        may_be_null(field, schemas, seen)
        if name not in schema.get("required", []):
            schema["properties"][name] = {"anyOf": [field, {"type": "null"}]}
    for key in ("items", "allOf", "anyOf", "oneOf", "additionalProperties"):
        may_be_null(schema.get(key), schemas, seen)


def prepare(folder):
    description = yaml.safe_load(pathlib.Path("schema/openapi.yaml").read_text())
    # Answers keep their schemas: only what is sent gets copies in which fields may be null.
    schemas = description["components"]["schemas"]
    sent = copy.deepcopy(schemas)

    def renamed(part):
        if isinstance(part, dict):
            return {
                key: value.replace("/schemas/", "/schemas/Sent") if key == "$ref" else renamed(value)
                for key, value in part.items()
            }
        return [renamed(item) for item in part] if isinstance(part, list) else part

    seen = set()
    for path in description["paths"].values():
        for operation in path.values():
            body = operation.get("requestBody") if isinstance(operation, dict) else None
            for media in (body or {}).get("content", {}).values():
                if "schema" in media:
                    may_be_null(media["schema"], sent, seen)
                    media["schema"] = renamed(media["schema"])
    schemas.update({f"Sent{name}": renamed(schema) for name, schema in sent.items()})
    target = pathlib.Path(folder)
    (target / "openapi.yaml").write_text(yaml.safe_dump(description, sort_keys=False, allow_unicode=True))
    (target / "schemathesis.toml").write_text(CONFIGURATION)


def from_addresses_of_their_own(send):
    """A wrong token costs time, per address: each request comes from another, as through a proxy. Not by a hook of schemathesis:
    a header of a case counts as one that was sent on purpose."""
    clients = itertools.count(1)

    def sent(session, request, **options):
        number = next(clients)
        request.headers["X-Forwarded-For"] = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        return send(session, request, **options)

    return sent


def refusals(description):
    """The codes by which operations say that they refuse what a schema lets pass."""
    operations = [operation for path in description["paths"].values() for operation in path.values()]
    return {code for operation in operations if isinstance(operation, dict) for code in operation.get("x-refuses", [])}


def well_formed_is_taken(_, response, case):
    """What is well formed is not called wrong, but for what `x-refuses` says that no schema can tell. It may name nobody, or what is
    not there, come too late, or be too much. The check of that name in schemathesis cannot be left out for some operations."""
    is_meant = case.meta is not None and case.meta.generation.mode.is_positive
    if not is_meant or response.status_code not in CALLED_WRONG:
        return
    own = case.operation.definition.raw.get("x-refuses", [])
    # Whatever else it is, an operation that does not list it cannot call a body unreadable.
    known = set(own) | refusals(case.operation.schema.raw_schema) - {"body_invalid"}
    code = response.json().get("code")
    if code not in known:
        raise AssertionError(f"What is well formed was called wrong: {response.status_code} {code}")


if __name__ == "__main__":
    prepare(sys.argv[1])
else:
    import schemathesis

    requests.Session.send = from_addresses_of_their_own(requests.Session.send)
    schemathesis.check(well_formed_is_taken)
