"""tf.data as a peer of the data benchmark: the tutorial's loading and resizing of every pair, mapped in parallel.

`smooth` is bicubic with antialiasing instead of the tutorial's nearest neighbour.

A step is one pass over the folder. The pairs are counted inside of TensorFlow, so that Python does nothing for each.
"""

import argparse
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import tensorflow as tf

from step_server import serve


def load(path, side, resizing):
    image = tf.io.decode_jpeg(tf.io.read_file(path))
    width = tf.shape(image)[1] // 2
    halves = tf.cast(image[:, width:, :], tf.float32), tf.cast(image[:, :width, :], tf.float32)
    methods = {"nearest": tf.image.ResizeMethod.NEAREST_NEIGHBOR, "smooth": tf.image.ResizeMethod.BICUBIC}
    method, antialias = methods[resizing], resizing == "smooth"
    return tuple(tf.image.resize(half, [side, side], method=method, antialias=antialias) for half in halves)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", required=True)
    parser.add_argument("--side", type=int, default=286)
    parser.add_argument("--resizing", choices=["nearest", "smooth"], default="nearest")
    parser.add_argument("--calls", default="auto", help="parallel calls, or auto")
    arguments = parser.parse_args()
    calls = tf.data.AUTOTUNE if arguments.calls == "auto" else int(arguments.calls)
    files = tf.data.Dataset.list_files([os.path.join(arguments.folder, split, "*.jpg") for split in ("train", "test")])
    load_one = lambda path: load(path, arguments.side, arguments.resizing)
    pairs = files.map(load_one, num_parallel_calls=calls, deterministic=False)

    def one_pass():
        pairs.reduce(0.0, lambda total, pair: total + pair[0][0, 0, 0] + pair[1][0, 0, 0]).numpy()

    serve(f"tf.data, TensorFlow {tf.__version__}, {arguments.calls} parallel calls, {arguments.resizing}", one_pass, 1)


main()
