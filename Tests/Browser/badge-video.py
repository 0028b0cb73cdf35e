"""Makes what a camera would see of a badge: the PDF of a badge, held into the picture, turned, and a little out of focus.

usage: python3 badge-video.py BADGE.pdf VIDEO.mjpeg     (pdftoppm and Pillow; Chromium takes JPEGs one after another)
"""

import io
import subprocess
import sys

from PIL import Image, ImageFilter

SIZE = (960, 540)
FRAMES = 24


def frames(badge):
    for number in range(FRAMES):
        frame = Image.new("RGB", SIZE, (92, 88, 84))
        # At first nobody is there.
        if number >= FRAMES // 4:
            angle = 9 - 18 * number / FRAMES
            held = badge.convert("RGBA").rotate(angle, resample=Image.BICUBIC, expand=True)
            x = (SIZE[0] - held.width) // 2 - 60 + 5 * number
            frame.paste(held, (x, (SIZE[1] - held.height) // 2), held)
            frame = frame.filter(ImageFilter.GaussianBlur(1.2 if number % 2 else 0.6))
        yield frame


pdf, video = sys.argv[1:]
png = subprocess.run(["pdftoppm", "-r", "120", "-f", "1", "-l", "1", "-png", pdf], check=True, capture_output=True).stdout
badge = Image.open(io.BytesIO(png))
with open(video, "wb") as file:
    for frame in frames(badge):
        frame.save(file, "JPEG", quality=85)
