"""Losses of the PyTorch peer's train steps on given weights and one batch, to hold it to the other references.

The weights are an .npz in the product's names and layout (test/reference/tutorial_keras.py --save-weights); the
images raw float32, NHWC, in [-1, 1]. One JSON line a step, dropout 0.
"""

import argparse
import json

import numpy as np
import torch

from pytorch_networks import Networks


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("weights", "input", "target"):
        parser.add_argument(f"--{name}", required=True)
    for name, default in (("size", 64), ("filters", 16), ("batch", 1), ("steps", 3)):
        parser.add_argument(f"--{name}", type=int, default=default)
    arguments = parser.parse_args()
    networks = Networks(arguments.size, arguments.filters, dropout=0.0)
    networks.load(np.load(arguments.weights))
    shape = [arguments.batch, arguments.size, arguments.size, 3]
    source, target = (
        torch.from_numpy(np.fromfile(path, "float32").reshape(shape)).permute(0, 3, 1, 2).contiguous()
        for path in (arguments.input, arguments.target)
    )
    for _ in range(arguments.steps):
        print(json.dumps(networks.step(source, target)))


main()
