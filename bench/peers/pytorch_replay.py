"""Takes the train steps that bench/programs/replay.ts wrote down, from the same weights on the same pairs with the same
crops, mirrors and dropout masks. Prints the losses of each step as a line of JSON.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from pytorch_networks import Networks
from pytorch_pairs import cropped, load_pair


class ReplayedNetworks(Networks):
    def __init__(self, masks, *parameters):
        super().__init__(*parameters)
        self.masks, self.position = masks, 0

    def drop(self, x, rate):
        _, channels, height, width = x.shape
        mask = self.masks[self.position : self.position + x.numel()].reshape(1, height, width, channels)
        self.position += x.numel()
        return x * torch.from_numpy(mask).permute(0, 3, 1, 2) / (1 - rate)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("dataset", "folder"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    for name, default in (("size", 128), ("filters", 32)):
        parser.add_argument(f"--{name}", type=int, default=default)
    arguments = parser.parse_args()
    folder, size = arguments.folder, arguments.size
    record = json.loads((folder / "steps.json").read_text())
    networks = ReplayedNetworks(np.fromfile(folder / "masks.u8", "uint8"), size, arguments.filters)
    networks.load(named(np.fromfile(folder / "weights.f32", "float32"), record["variables"]))
    for step in record["steps"]:
        pair = load_pair(arguments.dataset / step.pop("pair"), round(size * 286 / 256))
        print(json.dumps(networks.step(*cropped(pair, size, **step))))


def named(values, variables):
    arrays, position = {}, 0
    for variable in variables:
        length = int(np.prod(variable["shape"]))
        arrays[variable["name"]] = values[position : position + length].reshape(variable["shape"])
        position += length
    return arrays


main()
