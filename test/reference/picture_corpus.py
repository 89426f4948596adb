"""Writes pictures of every kind into a folder, and beside each the pixels that Pillow and NumPy say it has.

Standard output is a JSON list of {"name", "format", "width", "height", "tolerance", "why"}: NAME lies in FOLDER/pictures
and its RGB bytes in FOLDER/pixels/INDEX.rgb. `tolerance` is the largest difference of a byte, 0 for lossless formats.
"""
import argparse
import io
import json
import pathlib
import struct
import zlib

import numpy as np
from PIL import Image, ImageCms, ImageOps

WIDTH, HEIGHT = 48, 32

arguments = argparse.ArgumentParser()
arguments.add_argument("--folder", type=pathlib.Path, required=True)
folder = arguments.parse_args().folder
pictures, pixels = folder / "pictures", folder / "pixels"
pictures.mkdir(parents=True)
pixels.mkdir()
cases = []


def gradient():
    """Smooth colours, different in each corner, so that turning and mirroring show; kind to lossy formats."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    red, green, blue = x * 255 / (WIDTH - 1), y * 255 / (HEIGHT - 1), (x + y) * 255 / (WIDTH + HEIGHT - 2)
    return np.stack([red, green, 255 - blue], axis=2).round().astype(np.uint8)


rgb = Image.fromarray(gradient())
alpha = Image.fromarray(np.tile(np.linspace(0, 255, WIDTH).round().astype(np.uint8), (HEIGHT, 1)))
rgba = Image.merge("RGBA", (*rgb.split(), alpha))
grey = rgb.convert("L")


def on_white(image):
    image = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")


def add(name, data, expected, format, tolerance=0, why=""):
    expected = np.asarray(expected)
    if expected.ndim == 2:
        expected = np.repeat(expected[:, :, None], 3, axis=2)
    (pictures / name).write_bytes(data)
    (pixels / f"{len(cases)}.rgb").write_bytes(expected.astype(np.uint8).tobytes())
    height, width = expected.shape[:2]
    cases.append(dict(name=name, format=format, width=width, height=height, tolerance=tolerance, why=why))


def saved(image, format, **options):
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def decoded(data):
    """As Pillow reads it: upright, on white."""
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        upright = ImageOps.exif_transpose(image)
        return on_white(upright) if "A" in upright.getbands() or "transparency" in upright.info else upright.convert("RGB")


def add_saved(name, image, format, pillow_format=None, tolerance=0, **options):
    data = saved(image, pillow_format or format.upper(), **options)
    add(name, data, decoded(data), format, tolerance)


# JPEG: decoders may differ by their rounding and by how they enlarge the colours.
add_saved("jpeg-420.jpg", rgb, "jpeg", quality=90, subsampling="4:2:0", tolerance=4)
add_saved("jpeg-422.jpg", rgb, "jpeg", quality=90, subsampling="4:2:2", tolerance=4)
add_saved("jpeg-444.jpeg", rgb, "jpeg", quality=95, subsampling="4:4:4", tolerance=4)
add_saved("jpeg-progressive.jpg", rgb, "jpeg", quality=90, progressive=True, tolerance=4)
add_saved("jpeg-optimised.JPG", rgb, "jpeg", quality=60, optimize=True, tolerance=4)
add_saved("jpeg-restarts.jpg", rgb, "jpeg", quality=90, restart_marker_blocks=2, tolerance=4)
add_saved("jpeg-grey.jpg", grey, "jpeg", quality=90, tolerance=2)
add_saved("jpeg-comment.jfif", rgb, "jpeg", quality=90, comment=b"x" * 60_000, tolerance=4)
for orientation in range(1, 9):
    exif = Image.Exif()
    exif[0x0112] = orientation
    add_saved(f"jpeg-orientation-{orientation}.jpg", rgb, "jpeg", quality=95, exif=exif.tobytes(), subsampling="4:4:4", tolerance=4)
big_endian = b"Exif\0\0MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, 6, 0, 0)
add_saved("jpeg-orientation-big-endian.jpg", rgb, "jpeg", quality=95, exif=big_endian, subsampling="4:4:4", tolerance=4)

cmyk_values = np.concatenate([255 - np.asarray(rgb), np.asarray(grey)[:, :, None] // 3], axis=2)
cmyk = Image.fromarray(cmyk_values, "CMYK")


def naive(values):
    """Ink as the complement of light."""
    values = values.astype(np.float64)
    return ((255 - values[:, :, :3]) * (255 - values[:, :, 3:]) / 255).round()


data = saved(cmyk, "JPEG", quality=98, subsampling="4:4:4")
add("jpeg-cmyk.jpg", data, naive(np.asarray(Image.open(io.BytesIO(data)))), "jpeg", tolerance=3)
data = saved(cmyk, "JPEG", quality=98, subsampling="4:4:4", progressive=True)
add("jpeg-cmyk-progressive.jpg", data, naive(np.asarray(Image.open(io.BytesIO(data)))), "jpeg", tolerance=3)

# Colour profiles: sRGB itself, and one whose red and green are exchanged, so that ignoring it shows.
srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
tags = srgb.replace(b"rXYZ", b"tmp1").replace(b"gXYZ", b"rXYZ").replace(b"tmp1", b"gXYZ")
foreign = tags.replace(b"s\0R\0G\0B", b"x\0R\0G\0B").replace(b"sRGB", b"xRGB")


def to_srgb(image):
    return ImageCms.profileToProfile(
        image, io.BytesIO(foreign), ImageCms.createProfile("sRGB"),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC, outputMode="RGB",
    )


add_saved("jpeg-srgb-profile.jpg", rgb, "jpeg", quality=90, icc_profile=srgb, tolerance=4)
data = saved(rgb, "JPEG", quality=98, subsampling="4:4:4", icc_profile=foreign)
add("jpeg-foreign-profile.jpg", data, to_srgb(Image.open(io.BytesIO(data)).convert("RGB")), "jpeg", tolerance=6)
add("png-foreign-profile.png", saved(rgb, "PNG", icc_profile=foreign), to_srgb(rgb), "png", tolerance=4)
add_saved("png-srgb-profile.png", rgb, "png", icc_profile=srgb)
add("tiff-foreign-profile.tif", saved(rgb, "TIFF", icc_profile=foreign), to_srgb(rgb), "tiff", tolerance=4)
add("webp-foreign-profile.webp", saved(rgb, "WEBP", lossless=True, icc_profile=foreign), to_srgb(rgb), "webp", tolerance=4)

# PNG
add_saved("png-rgb.png", rgb, "png")
add_saved("png-rgba.png", rgba, "png", tolerance=1)
add_saved("png-grey.png", grey, "png")
add_saved("png-grey-alpha.png", Image.merge("LA", (grey, alpha)), "png", tolerance=1)
add_saved("png-1-bit.png", rgb.convert("1"), "png")
for colours, bits in [(2, 1), (4, 2), (16, 4), (256, 8)]:
    add_saved(f"png-palette-{bits}-bit.png", rgb.quantize(colours), "png", bits=bits)
add_saved("png-palette-transparent.png", rgb.quantize(16), "png", transparency=3)
add_saved("png-colour-key.png", rgb.quantize(8).convert("RGB"), "png", transparency=rgb.quantize(8).convert("RGB").getpixel((0, 0)))
exif = Image.Exif()
exif[0x0112] = 6
add_saved("png-orientation-6.png", rgb, "png", exif=exif)


def png(values, colour_type, bits, interlace=0):
    """A PNG file from rows of samples, which Pillow writes with 8 bits only."""
    def chunk(kind, contents):
        return struct.pack(">I", len(contents)) + kind + contents + struct.pack(">I", zlib.crc32(kind + contents))
    height, width = values.shape[:2]
    rows = values.astype(">u2" if bits == 16 else np.uint8)
    raw = b"".join(b"\0" + row.tobytes() for row in rows)
    header = struct.pack(">IIBBBBB", width, height, bits, colour_type, 0, 0, interlace)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")


deep = np.asarray(rgb).astype(np.int64) * 257 + np.arange(WIDTH)[None, :, None] - 24
deep = np.clip(deep, 0, 65535)
add("png-16-bit-rgb.png", png(deep, 2, 16), (deep / 257).round(), "png")
deep_grey = deep[:, :, :1]
add("png-16-bit-grey.png", png(deep_grey, 0, 16), np.repeat((deep_grey / 257).round(), 3, axis=2), "png")
deep_alpha = np.concatenate([deep, np.asarray(alpha).astype(np.int64)[:, :, None] * 257], axis=2)
add("png-16-bit-rgba.png", png(deep_alpha, 6, 16), on_white(Image.fromarray((deep_alpha / 257).round().astype(np.uint8), "RGBA")), "png", tolerance=1)

# WebP
add_saved("webp-lossy.webp", rgb, "webp", quality=90, tolerance=4)
add_saved("webp-lossless.webp", rgb, "webp", lossless=True)
add_saved("webp-alpha.webp", rgba, "webp", lossless=True, exact=True, tolerance=1)
add_saved("webp-animated.webp", rgb, "webp", lossless=True, save_all=True, append_images=[grey.convert("RGB")], duration=100)

# TIFF
for compression in [None, "tiff_lzw", "tiff_adobe_deflate", "packbits"]:
    add_saved(f"tiff-{compression or 'plain'}.tif", rgb, "tiff", compression=compression)
add_saved("tiff-jpeg.tiff", rgb, "tiff", compression="jpeg", quality=95, tolerance=4)
add_saved("tiff-rgba.tif", rgba, "tiff", tolerance=1)
add_saved("tiff-grey.tif", grey, "tiff")
add_saved("tiff-1-bit.tif", rgb.convert("1"), "tiff", compression="group4")
add_saved("tiff-palette.tif", rgb.quantize(16), "tiff")
add("tiff-cmyk.tif", saved(cmyk, "TIFF"), naive(cmyk_values), "tiff", tolerance=1)
sixteen = deep_grey[:, :, 0].astype(np.uint16)
add("tiff-16-bit-grey.tif", saved(Image.fromarray(sixteen), "TIFF"), (sixteen / 257).round(), "tiff")
add_saved("tiff-pages.tif", rgb, "tiff", save_all=True, append_images=[grey])
exif = Image.Exif()
exif[0x0112] = 3
add_saved("tiff-orientation-3.tif", rgb, "tiff", exif=exif)

# BMP
add_saved("bmp-24-bit.bmp", rgb, "bmp")
add_saved("bmp-8-bit.bmp", rgb.quantize(200), "bmp")
add_saved("bmp-grey.bmp", grey, "bmp")
add_saved("bmp-1-bit.bmp", rgb.convert("1"), "bmp")
add("bmp-32-bit.dib", b"BM" + struct.pack("<IHHI", 54 + WIDTH * HEIGHT * 4, 0, 0, 54)
    + struct.pack("<IiiHHIIiiII", 40, WIDTH, -HEIGHT, 1, 32, 0, 0, 0, 0, 0, 0)
    + np.concatenate([np.asarray(rgb)[:, :, ::-1], np.zeros((HEIGHT, WIDTH, 1), np.uint8)], axis=2).tobytes(),
    rgb, "bmp", why="from the top, with a fourth byte that means nothing")
values = np.asarray(rgb).astype(np.uint32)
packed = ((values[:, :, 0] >> 3) << 11 | (values[:, :, 1] >> 2) << 5 | values[:, :, 2] >> 3).astype("<u2")
add("bmp-565.bmp", b"BM" + struct.pack("<IHHI", 66 + WIDTH * HEIGHT * 2, 0, 0, 66)
    + struct.pack("<IiiHHIIiiII", 40, WIDTH, HEIGHT, 1, 16, 3, 0, 0, 0, 0, 0) + struct.pack("<III", 0xF800, 0x7E0, 0x1F)
    + packed[::-1].tobytes(),
    np.stack([((values[:, :, 0] >> 3) * 255 / 31).round(), ((values[:, :, 1] >> 2) * 255 / 63).round(), ((values[:, :, 2] >> 3) * 255 / 31).round()], axis=2), "bmp")

# GIF
add_saved("gif-still.gif", rgb.quantize(128), "gif")
add_saved("gif-animated.gif", rgb.quantize(64), "gif", save_all=True, append_images=[grey.quantize(64)], duration=100)
add_saved("gif-transparent.gif", rgb.quantize(16), "gif", transparency=3)

# AVIF
add_saved("avif-444.avif", rgb, "avif", quality=95, subsampling="4:4:4", tolerance=4)
add_saved("avif-420.avif", rgb, "avif", quality=90, subsampling="4:2:0", tolerance=8)
add_saved("avif-alpha.avif", rgba, "avif", quality=95, subsampling="4:4:4", tolerance=6)

# Names
data = saved(rgb, "PNG")
for name in ["이름 그림.png", "🐈‍⬛ cat.png", "two\nlines.png", "-rf.png", 'quotes "and\' $(spaces).png', "x" * 200 + ".png", "100%.png", "#hash?.png"]:
    add(name, data, rgb, "png")
add("is-a-jpeg.png", saved(rgb, "JPEG", quality=95, subsampling="4:4:4"), decoded(saved(rgb, "JPEG", quality=95, subsampling="4:4:4")), "jpeg", tolerance=4, why="named otherwise")
add("is-a-png.webp", data, rgb, "png", why="named otherwise")
add("no-ending", data, rgb, "png", why="named otherwise")

print(json.dumps(cases))
