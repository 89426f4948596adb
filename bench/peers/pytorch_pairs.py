"""Pairs as the product has them: the right half of a picture is the input, squares are made by nearest neighbour."""

import numpy as np
import torch
from PIL import Image


def load_split(folder, side):
    """(input, target) pairs of a folder, each uint8 [3, side, side]."""
    pairs = [load_pair(path, side) for path in sorted(folder.glob("*.png"))]
    if not pairs:
        raise SystemExit(f"{folder} has no PNG pairs.")
    return pairs


def load_pair(path, side):
    picture = np.asarray(Image.open(path).convert("RGB"))
    width = picture.shape[1] // 2
    return tuple(resize(half, side) for half in (picture[:, width:], picture[:, :width]))


def resize(picture, side):
    """Nearest neighbour with half-pixel centres."""
    rows, columns = ((np.arange(side) + 0.5) * (length / side) for length in picture.shape[:2])
    resized = picture[rows.astype(int)][:, columns.astype(int)]
    return torch.from_numpy(resized).permute(2, 0, 1).contiguous()


def cropped(pair, size, top, left, mirror):
    """The same part of both pictures, normalised."""
    crops = (picture[:, top : top + size, left : left + size] for picture in pair)
    return [normalise(crop.flip(-1) if mirror else crop) for crop in crops]


def normalise(picture):
    return (picture.float() / 127.5 - 1)[None]
