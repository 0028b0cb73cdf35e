#!/usr/bin/python3
"""Pictures for the tests, with Debian's python3-pil.

pictures.py scan SEED FILE...       each picture as a cheap printer and scanner would return it, as FILE.scan.pgm
pictures.py difference A B          how unlike two pictures are: the largest difference of two blocks of 4 × 4 pixels, 0 to 255
"""
import io
import random
import sys

from PIL import Image, ImageChops, ImageFilter


def scan(seed, file):
    generator = random.Random(f"{seed} {file.rsplit('/', 1)[-1]}")
    picture = Image.open(file).convert("L")
    # 5 degrees, either way, on white paper
    tilt = generator.choice((-5, 5))
    picture = picture.rotate(tilt, resample=Image.BICUBIC, expand=True, fillcolor=255)
    # 0.12 mm at 150 dpi
    picture = picture.filter(ImageFilter.GaussianBlur(0.7))
    # 10 % of full scale: the standard deviation of each pixel
    noise = Image.frombytes(
        "L", picture.size,
        bytes(max(0, min(255, round(generator.gauss(128, 25.5)))) for _ in range(picture.width * picture.height)))
    picture = ImageChops.add(picture, noise, offset=-128)
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", quality=75)
    Image.open(jpeg).save(f"{file}.scan.pgm")


def difference(first, second):
    pictures = [Image.open(file).convert("RGB") for file in (first, second)]
    if pictures[0].size != pictures[1].size:
        return 255
    # Blocks forgive what another version of a rasterizer smooths differently, but no letter that has moved.
    blocks = [picture.reduce(4) for picture in pictures]
    return max(high for _, high in ImageChops.difference(*blocks).getextrema())


if sys.argv[1] == "scan":
    for name in sys.argv[3:]:
        scan(sys.argv[2], name)
else:
    print(difference(sys.argv[2], sys.argv[3]))
