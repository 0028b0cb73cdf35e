#!/usr/bin/python3
"""How far the door's camera reads: a real badge in synthetic frames of 1280 × 720, smaller and smaller, out of focus, in the dark, at
the edge and turned, decoded as the door's page does it (templates/static/camera-looks.js and built/qr-decoder.wasm, by Node).

usage: Benchmarks/pages/camera.py [PROGRAM]     (default: .build/debug/lanyard; pdftoppm, Pillow and Node; leaves nothing behind)
Prints a table: of how many frames each was read. Exit code: 0 if all frames were looked at.
"""

import json
import pathlib
import random
import subprocess
import sys
import tempfile

from PIL import Image, ImageChops, ImageFilter

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / ".build/debug/lanyard").resolve()
SIZE = (1280, 720)
#: How wide the whole badge is in the frame, in pixels.
WIDTHS = [700, 500, 400, 330, 290, 250, 220]
#: What it is called, blur in pixels, light as a part of full daylight, place of the badge's centre from left and top.
CASES = [
    ("as it should be", 0, 1, (0.5, 0.5)),
    ("slightly out of focus", 0.8, 1, (0.5, 0.5)),
    ("8 % light", 0, 0.08, (0.5, 0.5)),
    ("at the edge", 0, 1, (0.82, 0.6)),
    ("out of focus, 8 % light", 0.8, 0.08, (0.5, 0.5)),
]
#: Degrees by which a hand turns it.
TURNS = [-12, -6, 0, 4, 9]


def lanyard(event, *arguments):
    environment = {"LANYARD_EVENT": str(event), "LANYARD_RESOURCES": str(ROOT), "PATH": "/usr/bin:/bin"}
    subprocess.run([PROGRAM, *arguments], check=True, capture_output=True, env=environment)


def badge(folder):
    event = folder / "camera.lanyard"
    lanyard(event, "event", "create", str(event), "--from", str(ROOT / "templates/events/netdev01.yaml"))
    lanyard(event, "registration", "add", "Ada Placeholder", "--affiliation", "Packet Bakery")
    lanyard(event, "badge", "print", "#1", "--out", str(folder / "badge.pdf"))
    drawn = subprocess.run(
        ["pdftoppm", "-r", "400", "-singlefile", "-png", folder / "badge.pdf", folder / "badge"], check=True
    )
    assert drawn.returncode == 0
    return Image.open(folder / "badge.png").convert("RGBA")


def frame(picture, width, blur, light, place, turn):
    noise = random.Random(f"{width} {blur} {light} {turn}")
    scene = Image.new("RGB", SIZE, (112, 106, 100))
    small = picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
    held = small.rotate(turn, resample=Image.Resampling.BICUBIC, expand=True)
    scene.paste(held, (round(SIZE[0] * place[0] - held.width / 2), round(SIZE[1] * place[1] - held.height / 2)), held)
    if blur:
        scene = scene.filter(ImageFilter.GaussianBlur(blur))
    grey = scene.convert("L").point(lambda value: value * light)
    # What a sensor adds by itself, which is most of a dark picture.
    grain = Image.frombytes("L", SIZE, bytes(noise.randrange(6) for _ in range(SIZE[0] * SIZE[1])))
    return ImageChops.add(grey, grain)


def main():
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        picture = badge(folder)
        frames = []
        for name, blur, light, place in CASES:
            for width in WIDTHS:
                for turn in TURNS:
                    file = folder / f"{len(frames)}.grey"
                    file.write_bytes(frame(picture, width, blur, light, place, turn).tobytes())
                    frames.append({"file": str(file), "case": name, "width": width})
        (folder / "frames.json").write_text(json.dumps({"size": SIZE, "frames": frames}), encoding="utf-8")
        read = subprocess.run(
            ["node", ROOT / "Benchmarks/pages/camera.mjs", folder / "frames.json"], check=True, capture_output=True, text=True
        )
    results = json.loads(read.stdout)
    assert len(results) == len(frames), "not all frames were looked at"
    print("| a badge so many pixels wide | " + " | ".join(str(width) for width in WIDTHS) + " |")
    print("|---|" + "---|" * len(WIDTHS))
    for name, *_ in CASES:
        cells = []
        for width in WIDTHS:
            seen = [ok for one, ok in zip(frames, results) if one["case"] == name and one["width"] == width]
            cells.append(f"{sum(seen)} of {len(seen)}")
        print(f"| {name} | " + " | ".join(cells) + " |")


main()
