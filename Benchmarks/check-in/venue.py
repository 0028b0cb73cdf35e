"""An event in a scratch folder with its server, for what measures the doors or ill-treats them.

The program is the release build of the clone, or what LANYARD names.
"""

import asyncio
import contextlib
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
SYMBOLS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
MORNING = "2015-02-14T09:30:00-05:00"


def base45(data):
    text = ""
    for index in range(0, len(data), 2):
        value = data[index] << 8 | data[index + 1]
        text += SYMBOLS[value % 45] + SYMBOLS[value // 45 % 45] + SYMBOLS[value // 2025]
    return text


class Venue:
    """Netdev 0.1 with room for everybody, and organizers, who owe nothing, each with a badge.

    With `store`, a folder, the event is made there once, under that name, and copied for each use; `fill` is done to it
    when it is made. `more` is added to its description. `root` is the clone whose program and templates are used, if not
    this one.
    """

    def __init__(self, people, store=None, name="doors", fill=None, more="", root=None):
        self.root = pathlib.Path(root or ROOT)
        self.program = str(self.root / ".build/release/lanyard")
        if not root:
            self.program = os.environ.get("LANYARD", self.program)
        if not os.access(self.program, os.X_OK):
            sys.exit(f"{self.program} is missing: swift build -c release --product lanyard, or set LANYARD")
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="lanyard-doors-"))
        self.event = self.folder / "doors.lanyard"
        self.environment = os.environ | {"LANYARD_EVENT": str(self.event), "LANYARD_RESOURCES": str(self.root)}
        kept = pathlib.Path(store) / name if store else None
        if kept and kept.exists():
            shutil.copytree(kept, self.folder, dirs_exist_ok=True)
        else:
            self.make(people, more)
            if fill:
                fill(self)
            if kept:
                shutil.copytree(self.folder, kept)
        self.token = json.loads((self.folder / "device.json").read_text())["token"]
        with self.file() as file:
            badges = file.execute("SELECT credential FROM badge_issue WHERE issue = 1 ORDER BY registration")
            self.texts = [self.text(credential) for (credential,) in badges]
        self.server = None

    @staticmethod
    def text(credential):
        """What the QR code of a badge says."""
        return "LY:" + base45(credential)

    def make(self, people, more):
        yaml = (self.root / "templates/events/netdev01.yaml").read_text()
        (self.folder / "event.yaml").write_text(re.sub(r"(?m)^(    capacity:).*", r"\1 1000000", yaml) + more)
        rows = [f"R-{number},Person {number},organizer,1-4" for number in range(1, people + 1)]
        (self.folder / "people.csv").write_text("\n".join(["reference,name,category,days"] + rows) + "\n")
        self.lanyard("event", "create", self.event, "--from", self.folder / "event.yaml")
        self.lanyard("registration", "import", self.folder / "people.csv")
        self.lanyard("badge", "issue", "--all")
        device = self.lanyard("device", "add", "Bench", "--role", "door", "--json")
        (self.folder / "device.json").write_text(device)

    def lanyard(self, *arguments, said=None):
        """What a command prints, which hears what is said."""
        command = [self.program, *map(str, arguments)]
        done = subprocess.run(command, env=self.environment, input=said, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"lanyard {arguments[0]} {arguments[1]}: {done.stderr}")
        return done.stdout

    @contextlib.contextmanager
    def file(self):
        """The event's file, committed and closed at the end: who keeps it open keeps the log of a server that stops."""
        with contextlib.closing(sqlite3.connect(f"file:{self.event}?mode=rw", uri=True)) as file, file:
            yield file

    def device(self, name, role):
        """The id and token of a new device, enrolled before the event by the server's clock."""
        device = json.loads(self.lanyard("device", "add", name, "--role", role, "--json"))
        with self.file() as file:
            file.execute("UPDATE device SET created_ms = 1423000000000")
        return device

    def serve(self, clock=MORNING, more=()):
        """Starts the server at this time, with more arguments; returns its process. Its port is in `port`."""
        log = open(self.folder / "log", "w+")
        self.server = subprocess.Popen(
            [self.program, "serve", "--port", "0", "--clock", clock, *more], env=self.environment, stderr=log,
            stdout=subprocess.DEVNULL)
        for _ in range(3000):
            found = re.search(r"http://[0-9.]+:([0-9]+)", (self.folder / "log").read_text())
            if found:
                self.port = int(found.group(1))
                return self.server
            if self.server.poll() is not None:
                break
            time.sleep(0.01)
        sys.exit("the server does not listen: " + (self.folder / "log").read_text())

    def stop(self):
        if self.server:
            self.server.terminate()
            code = self.server.wait()
            self.server = None
            return code

    def memory_mb(self, field="VmRSS"):
        status = pathlib.Path(f"/proc/{self.server.pid}/status").read_text()
        return int(re.search(rf"{field}:\s+(\d+)", status).group(1)) / 1024

    def sockets(self):
        """How many sockets the server has open."""
        folder = f"/proc/{self.server.pid}/fd"
        count = 0
        for name in os.listdir(folder):
            try:
                count += os.readlink(f"{folder}/{name}").startswith("socket:")
            except OSError:
                pass  # It was closed meanwhile.
        return count

    def processor_seconds(self):
        fields = pathlib.Path(f"/proc/{self.server.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.server and self.server.poll() is None:
            self.server.kill()
            self.server.wait()
        shutil.rmtree(self.folder)


class Connection:
    """One kept-open connection of a door."""

    def __init__(self, port, token):
        self.port, self.token, self.reader = port, token, None

    async def scan(self, text, nonce, gate="main"):
        body = json.dumps({"gate": gate, "nonce": nonce, "text": text})
        return await self.send("POST", "/v1/scans", body)

    async def send(self, method, path, body=""):
        status, answer = await self.answer(method, path, body)
        if status != 200:
            raise RuntimeError(f"{status}: {answer}")
        return answer

    async def answer(self, method, path, body="", key=None, media="application/json", **headers):
        """The status and the JSON of an answer, or what a page says; with a key, the request is one write."""
        if self.reader is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        if key:
            headers["Idempotency-Key"] = key
        if self.token:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        content = body.encode()
        self.writer.write(
            f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{lines}Content-Type: {media}\r\n"
            f"Content-Length: {len(content)}\r\n\r\n".encode() + content)
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode()
        length = int(re.search(r"(?i)content-length: (\d+)", head).group(1))
        content = await self.reader.readexactly(length)
        status = int(head.split(" ", 2)[1])
        if "json" in head:
            return status, json.loads(content)
        return status, {"page": content.decode()} if "text/html" in head else {}

    def close(self):
        if self.reader:
            self.writer.close()
