"""Peer of the quality benchmark: trains the studio networks in PyTorch on a folder of pairs, then measures them.

Data as the product has it: training pairs resized to 286/256 of the size, one random crop and mirror for both halves; a
new random order of all pairs in every epoch; test pairs resized to the size itself, predicted without dropout. Prints
a JSON line for each measured step: mean L1 in [-1, 1] units and mean PSNR in dB.
"""

import argparse
import json
from itertools import count, islice
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
    parser.add_argument("--measure", type=int, nargs="+", help="steps after which to measure (default: the last)")
    return parser.parse_args()


def jitter(pair, size):
    side = pair[0].shape[-1]
    top, left = (int(offset) for offset in torch.randint(0, side - size + 1, (2,)))
    return cropped(pair, size, top, left, mirror=bool(torch.rand(()) < 0.5))


def train(networks, pairs, size):
    """Yields the number of each step once it is done."""
    order = []
    for step in count(1):
        if not order:
            order = torch.randperm(len(pairs)).tolist()
        networks.step(*jitter(pairs[order.pop()], size))
        yield step


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
    test_pairs = load_split(arguments.dataset / "test", size)
    for step in islice(train(networks, pairs, size), arguments.steps):
        if step in (arguments.measure or [arguments.steps]):
            l1, psnr = measure(networks, test_pairs)
            print(json.dumps({"step": step, "l1": l1, "psnr": psnr}))


main()
