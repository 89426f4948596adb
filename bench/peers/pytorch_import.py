"""PyTorch's DataLoader with PIL as a peer of the data benchmark: every pair decoded and resized by two processes.

A step is one pass over the folder; `smooth` is its usual bicubic. In its favour: bytes instead of floats, large batches,
and processes that stay.
"""

import argparse
import glob
import os

import numpy
import PIL
import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset

from step_server import serve


class Pairs(Dataset):
    def __init__(self, folder, side, resizing):
        self.files = sorted(glob.glob(os.path.join(folder, "*", "*.jpg")))
        self.side = side
        self.filter = {"nearest": Image.NEAREST, "smooth": Image.BICUBIC}[resizing]

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        picture = Image.open(self.files[index]).convert("RGB")
        width, height = picture.size
        halves = picture.crop((width // 2, 0, width, height)), picture.crop((0, 0, width // 2, height))
        size = (self.side, self.side)
        source, target = (torch.from_numpy(numpy.array(half.resize(size, self.filter))) for half in halves)
        return source, target


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", required=True)
    parser.add_argument("--side", type=int, default=286)
    parser.add_argument("--resizing", choices=["nearest", "smooth"], default="nearest")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    pairs = Pairs(arguments.folder, arguments.side, arguments.resizing)
    loader = DataLoader(pairs, batch_size=16, num_workers=2, persistent_workers=True, prefetch_factor=4)

    def one_pass():
        for _ in loader:
            pass

    serve(f"DataLoader, PyTorch {torch.__version__}, PIL {PIL.__version__}, 2 processes, {arguments.resizing}", one_pass, 1)


if __name__ == "__main__":
    main()
