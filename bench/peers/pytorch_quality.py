"""Peer of the quality benchmark: trains the studio networks in PyTorch on a folder of pairs, then measures them.

Data as the product has it: training pairs resized to 286/256 of the size, one random crop and mirror for both halves; a
new random order of all pairs in every epoch; test pairs resized to the size itself, predicted without dropout. Prints
one JSON line: mean L1 in [-1, 1] units, mean PSNR in dB, seconds of training.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch

from pytorch_networks import Networks
from pytorch_pairs import cropped, load_split, normalise


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dataset", type=Path, required=True)
    for name, default in (("size", 128), ("filters", 32), ("steps", 1500), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    return parser.parse_args()


def jitter(pair, size):
    side = pair[0].shape[-1]
    top, left = (int(offset) for offset in torch.randint(0, side - size + 1, (2,)))
    return cropped(pair, size, top, left, mirror=bool(torch.rand(()) < 0.5))


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
