"""Resizes and transforms one RGB picture by Pillow and NumPy: the reference of src-main/data's pure functions.

Reads RGB bytes of WIDTH x HEIGHT from FOLDER/picture.rgb; writes the result of each operation to FOLDER/NAME.rgb.
"""
import argparse
import pathlib

import numpy as np
from PIL import Image

arguments = argparse.ArgumentParser()
arguments.add_argument("--folder", type=pathlib.Path, required=True)
arguments.add_argument("--width", type=int, required=True)
arguments.add_argument("--height", type=int, required=True)
options = arguments.parse_args()
width, height = options.width, options.height
values = np.frombuffer((options.folder / "picture.rgb").read_bytes(), np.uint8).reshape(height, width, 3)
picture = Image.fromarray(values)


def write(name, result):
    (options.folder / f"{name}.rgb").write_bytes(np.asarray(result, np.uint8).tobytes())


def coarsen(factor):
    small = picture.resize((max(1, round(width / factor)), max(1, round(height / factor))), Image.BICUBIC)
    return small.resize((width, height), Image.BICUBIC)


def blur(plane, sigma):
    radius = max(1, int(np.ceil(3 * sigma)))
    weights = np.exp(-np.arange(-radius, radius + 1) ** 2 / (2 * sigma**2))
    weights /= weights.sum()
    for axis in (0, 1):
        padding = [(radius, radius) if axis == index else (0, 0) for index in range(plane.ndim)]
        plane = np.apply_along_axis(lambda line: np.convolve(line, weights, "valid"), axis, np.pad(plane.astype(float), padding, "edge"))
    return plane


def canny(sigma=1.4, weak=50, strong=120):
    smooth = np.floor(blur(np.asarray(picture.convert("L")), sigma) + 0.5)
    around = np.pad(smooth, 1, "edge")
    near = {(r, c): around[1 + r : 1 + r + height, 1 + c : 1 + c + width] for r in (-1, 0, 1) for c in (-1, 0, 1)}
    x = sum(weight * (near[r, 1] - near[r, -1]) for r, weight in ((-1, 1), (0, 2), (1, 1)))
    y = sum(weight * (near[1, c] - near[-1, c]) for c, weight in ((-1, 1), (0, 2), (1, 1)))
    strength = np.abs(x) + np.abs(y)
    padded = np.pad(strength, 1)
    at = lambda r, c: padded[1 + r : 1 + r + height, 1 + c : 1 + c + width]
    angle = np.degrees(np.arctan2(np.abs(y), np.abs(x)))
    level = (strength > at(0, -1)) & (strength >= at(0, 1))
    steep = (strength > at(-1, 0)) & (strength >= at(1, 0))
    down = (strength > at(-1, -1)) & (strength > at(1, 1))
    up = (strength > at(-1, 1)) & (strength > at(1, -1))
    same_sign = (x < 0) == (y < 0)
    ridge = np.where(angle < 22.5, level, np.where(angle > 67.5, steep, np.where(same_sign, down, up))) & (strength > weak)
    kept = ridge & (strength > strong)
    while True:
        grown = np.pad(kept, 1)
        grown = sum(grown[1 + r : 1 + r + height, 1 + c : 1 + c + width] for r in (-1, 0, 1) for c in (-1, 0, 1)) > 0
        grown &= ridge
        if (grown == kept).all():
            return np.repeat(np.where(kept, 0, 255)[:, :, None], 3, axis=2)
        kept = grown


for name, size in {"smaller": (11, 7), "larger": (70, 53), "narrow": (13, height), "286": (286, 286)}.items():
    write(f"resize-{name}", picture.resize(size, Image.BICUBIC))
write("resize-region", picture.crop((5, 3, 25, 30)).resize((9, 40), Image.BICUBIC))
write("greyscale", picture.convert("L").convert("RGB"))
write("downscale-2", coarsen(2))
write("downscale-4", coarsen(4))
write("blur", np.floor(blur(values, width / 64) + 0.5))
masked = values.copy()
masked[height // 4 : height - height // 4, width // 4 : width - width // 4] = 128
write("mask", masked)
write("edges", canny())
