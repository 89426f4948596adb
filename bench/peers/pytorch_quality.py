"""Peer of the quality benchmark: trains the studio networks in PyTorch on a folder of pairs, then measures them.

Data as the product has it: the right half is the input; nearest-neighbour resizing to 286/256 of the size, one random
crop and mirror for both halves; a new random order of all pairs in every epoch; test pairs resized to the size itself,
predicted without dropout. Prints one JSON line: mean L1 in [-1, 1] units, mean PSNR in dB, seconds of training.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from pytorch_networks import Networks


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dataset", type=Path, required=True)
    for name, default in (("size", 128), ("filters", 32), ("steps", 1500), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    return parser.parse_args()


def load_split(folder, side):
    """(input, target) pairs of a folder, each uint8 [3, side, side]."""
    pairs = []
    for path in sorted(folder.glob("*.png")):
        picture = np.asarray(Image.open(path).convert("RGB"))
        width = picture.shape[1] // 2
        pairs.append(tuple(resize(half, side) for half in (picture[:, width:], picture[:, :width])))
    if not pairs:
        raise SystemExit(f"{folder} has no PNG pairs.")
    return pairs


def resize(picture, side):
    """Nearest neighbour with half-pixel centres."""
    rows, columns = ((np.arange(side) + 0.5) * (length / side) for length in picture.shape[:2])
    resized = picture[rows.astype(int)][:, columns.astype(int)]
    return torch.from_numpy(resized).permute(2, 0, 1).contiguous()


def normalise(picture):
    return (picture.float() / 127.5 - 1)[None]


def jitter(pair, size):
    """The same random crop and mirror for both pictures."""
    side = pair[0].shape[-1]
    top, left = (int(offset) for offset in torch.randint(0, side - size + 1, (2,)))
    mirror = bool(torch.rand(()) < 0.5)
    crops = (picture[:, top : top + size, left : left + size] for picture in pair)
    return [normalise(crop.flip(-1) if mirror else crop) for crop in crops]


def train(networks, pairs, size, steps):
    order = []
    for _ in range(steps):
        if not order:
            order = torch.randperm(len(pairs)).tolist()
        networks.step(*jitter(pairs[order.pop()], size))


def measure(networks, pairs):
    """Mean L1 and mean PSNR (peak 2, the range of the values) over the pairs."""
    distances, ratios = [], []
    with torch.no_grad():
        for source, target in pairs:
            difference = networks.generate(normalise(source), dropout=0.0) - normalise(target)
            distances.append(difference.abs().mean().item())
            ratios.append(10 * np.log10(4 / difference.square().mean().item()))
    return float(np.mean(distances)), float(np.mean(ratios))


def main():
    arguments = parse_arguments()
    torch.manual_seed(arguments.seed)
    size = arguments.size
    networks = Networks(size, arguments.filters)
    pairs = load_split(arguments.dataset / "train", round(size * 286 / 256))
    begin = time.perf_counter()
    train(networks, pairs, size, arguments.steps)
    seconds = time.perf_counter() - begin
    l1, psnr = measure(networks, load_split(arguments.dataset / "test", size))
    print(json.dumps({"l1": l1, "psnr": psnr, "seconds": seconds}))


main()
