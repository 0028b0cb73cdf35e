"""A mail server that keeps what it takes, and misbehaves where the recipient's address says so.

usage: server.py FOLDER [--security none|starttls|tls] [--certificate PEM --key PEM] [--login NAME:PASSWORD]
                 [--auth PLAIN|LOGIN] [--port N]

It prints `listening PORT` and runs until it is killed. What it takes lies in FOLDER/new, a file each: a line with the
recipient, then the message. FOLDER/log has a line for each command that decided something.

A recipient whose local part begins with one of these words gets this the first time, and is taken afterwards:
  grey     451 in answer to RCPT
  closing  421 in answer to RCPT
  drop     the connection breaks in the middle of the message
  lost     the message is kept, but the connection breaks before the answer
and `never` gets 550 each time.
"""

import argparse
import asyncio
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session, syntax

options = argparse.ArgumentParser()
options.add_argument("folder")
options.add_argument("--security", default="none")
options.add_argument("--certificate")
options.add_argument("--key")
options.add_argument("--login")
options.add_argument("--auth", default="PLAIN")
options.add_argument("--port", type=int, default=0)
options = options.parse_args()

os.makedirs(os.path.join(options.folder, "new"), exist_ok=True)
os.makedirs(os.path.join(options.folder, "tmp"), exist_ok=True)
log_file = open(os.path.join(options.folder, "log"), "a", encoding="utf-8", buffering=1)
seen: set[tuple[str, str]] = set()
count = 0


def log(line: str) -> None:
    log_file.write(line + "\n")


def is_first(word: str, address: str) -> bool:
    """Whether the address asks for this, and for the first time."""
    if not address.startswith(word) or (word, address) in seen:
        return False
    seen.add((word, address))
    log(f"{word} {address}")
    return True


def keep(address: str, content: bytes) -> None:
    """Keeps a message: it is on the disk before it is answered for, as a real server has it."""
    global count
    count += 1
    name = f"{os.getpid()}-{count:06d}"
    path = os.path.join(options.folder, "tmp", name)
    with open(path, "wb") as file:
        file.write(address.encode() + b"\n" + content)
    os.rename(path, os.path.join(options.folder, "new", name))


class Server(SMTP):
    @syntax("DATA")
    async def smtp_DATA(self, arg: str | None) -> None:
        recipients = self.envelope.rcpt_tos
        if recipients and is_first("drop", recipients[0]):
            await self.push("354 go on")
            await self._reader.readline()
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


class Handler:
    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address.startswith("never"):
            log(f"never {address}")
            return f"550 5.1.1 <{address}>: there is nobody of that name"
        if is_first("grey", address):
            return "451 4.7.1 Greylisted, come back later"
        if is_first("closing", address):
            return "421 4.3.2 Closing down"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.original_content or b""
        for address in envelope.rcpt_tos:
            keep(address, content)
            log(f"took {address} tls={server.transport.get_extra_info('ssl_object') is not None} as={session.authenticated}")
            if is_first("lost", address):
                server.transport.abort()
        return "250 2.0.0 Kept"


def authenticate(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
    name, password = options.login.split(":", 1)
    good = data.login == name.encode() and data.password == password.encode()
    log(f"login {mechanism} {'good' if good else 'bad'}")
    return AuthResult(success=good, handled=False)


async def main() -> None:
    context = None
    if options.security != "none":
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(options.certificate, options.key)
    settings: dict[str, object] = {"enable_SMTPUTF8": True, "decode_data": False, "hostname": "localhost"}
    if options.security == "starttls":
        settings |= {"tls_context": context, "require_starttls": True}
    if options.login:
        settings |= {
            "authenticator": authenticate,
            "auth_required": True,
            "auth_require_tls": options.security == "starttls",
            "auth_exclude_mechanism": ["LOGIN" if options.auth == "PLAIN" else "PLAIN"],
        }
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Server(Handler(), **settings),
        host="127.0.0.1",
        port=options.port,
        ssl=context if options.security == "tls" else None,
    )
    print(f"listening {server.sockets[0].getsockname()[1]}", flush=True)
    async with server:
        await server.serve_forever()


try:
    asyncio.run(main())
except KeyboardInterrupt:
    sys.exit(0)
