#!/usr/bin/python3
"""Pictures for the tests, with Debian's python3-pil.

pictures.py scan SEED FILE...       each picture as a cheap printer and scanner would return it, as FILE.scan.pgm
pictures.py difference A B          how unlike two pictures are: the largest difference of two blocks of 4 × 4 pixels, 0 to 255
pictures.py artwork TEMPLATE OURS THEIRS
                                    a template without its fields, in colours of one category: once with a field that stays
                                    empty, since a template has to have one, and once for any program that draws SVG
pictures.py likeness A B            how unlike two programs draw one thing: the mean difference of the pictures, and the largest
                                    of two blocks of 16 × 16 pixels, both smoothed, 0 to 255
"""
import io
import random
import sys
import xml.etree.ElementTree as XML

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


COLOURS = {"category": "#1f4e79", "on-category": "#ffffff", "category-ink": "#1f4e79", "category-tint": "#d2dce6"}
# Fields that need no data- attributes.
CODES = {"qr", "fingerprint-qr", "green-dot"}
SVG = "http://www.w3.org/2000/svg"


def artwork(template, ours, theirs):
    XML.register_namespace("", SVG)
    XML.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    root = XML.parse(template).getroot()
    for parent in list(root.iter()):
        for child in list(parent):
            is_field = child.get("id", "").split("--")[0] in CODES or any(name.startswith("data-") for name in child.keys())
            if child.tag == f"{{{SVG}}}rect" and is_field:
                parent.remove(child)
    for element in root.iter():
        names = element.get("class", "").split()
        for name in names:
            for colour, value in COLOURS.items():
                for property in ("fill", "stroke", "stop-color"):
                    if name == f"{colour}-{property}":
                        element.set("style", f"{element.get('style', '')};{property}:{value}".strip(";"))
        if any(name.startswith("unless-") for name in names):
            element.set("display", "none")
        if any(name.startswith(("category", "on-category", "if-", "unless-", "green-dot")) for name in names):
            del element.attrib["class"]
    XML.ElementTree(root).write(theirs, encoding="utf-8", xml_declaration=True)
    box = [float(number) for number in root.get("viewBox").split()]
    width, height = box[2] / 4, box[3] / 4
    XML.SubElement(
        root, f"{{{SVG}}}rect",
        {"id": "affiliation", "x": str(box[0]), "y": str(box[1]), "width": str(width), "height": str(height), "data-size-max": "9"})
    XML.ElementTree(root).write(ours, encoding="utf-8", xml_declaration=True)


def likeness(first, second):
    pictures = [Image.open(file) for file in (first, second)]
    # Inkscape leaves the page transparent.
    white = [Image.new("RGB", picture.size, "white") for picture in pictures]
    for page, picture in zip(white, pictures):
        page.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    if abs(white[0].width - white[1].width) > 1 or abs(white[0].height - white[1].height) > 1:
        return "255 255"
    size = (min(page.width for page in white), min(page.height for page in white))
    smooth = [page.crop((0, 0, *size)).filter(ImageFilter.GaussianBlur(3)) for page in white]
    # At the edge programs round the page differently.
    difference = ImageChops.difference(*smooth).convert("L").crop((4, 4, size[0] - 4, size[1] - 4))
    mean = sum(level * count for level, count in enumerate(difference.histogram())) / (difference.width * difference.height)
    return f"{mean:.2f} {difference.reduce(16).getextrema()[1]}"


if sys.argv[1] == "artwork":
    artwork(*sys.argv[2:5])
elif sys.argv[1] == "likeness":
    print(likeness(sys.argv[2], sys.argv[3]))
elif sys.argv[1] == "scan":
    for name in sys.argv[3:]:
        scan(sys.argv[2], name)
else:
    print(difference(sys.argv[2], sys.argv[3]))
