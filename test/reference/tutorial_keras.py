"""Runs the tutorial's train step beside the product's. Run it in the environment of requirements.txt.

  losses:  --checkpoint PREFIX --input A.f32 --target B.f32 --steps 5 --dropout 0
           loads the product's weights, trains on that one batch and prints the losses of each step as a JSON line.
           The files hold raw float32, NHWC, in [-1, 1].
  count:   --count prints the numbers of parameters.
"""

import argparse
import json
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
# The same kernels as the product's. On some processors they are off by default.
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")

import numpy as np
import tensorflow as tf

from tutorial_networks import Options, TutorialModel, parameter_counts

LOSSES = ("gen_total_loss", "gen_gan_loss", "gen_l1_loss", "disc_loss")


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", help="default: fresh random weights")
    parser.add_argument("--input", help="default: random images")
    parser.add_argument("--target")
    parser.add_argument("--steps", type=int, default=5)
    parser.add_argument("--save-weights", help="writes the weights before the first step, by name, as an .npz")
    parser.add_argument("--count", action="store_true")
    for name, default in Options().__dict__.items():
        option = "--" + name.replace("_", "-")
        if isinstance(default, bool):
            parser.add_argument(option, action=argparse.BooleanOptionalAction, default=default)
        else:
            parser.add_argument(option, type=type(default), default=default)
    return parser.parse_args()


def images(options, path):
    shape = [options.batch, options.size, options.size, 3]
    if path is None:
        return tf.random.uniform(shape, -1, 1)
    return tf.constant(np.fromfile(path, "float32").reshape(shape))


def main():
    arguments = parse_arguments()
    options = Options(**{name: getattr(arguments, name) for name in Options().__dict__})
    if arguments.count:
        print(json.dumps(parameter_counts(options)))
        return
    model = TutorialModel(options)
    source, target = images(options, arguments.input), images(options, arguments.target)
    if arguments.checkpoint is not None:
        model.load(arguments.checkpoint)
    if arguments.save_weights is not None:
        np.savez(arguments.save_weights, **{name: variable.numpy() for name, variable in model.variables().items()})
    for step in range(1, arguments.steps + 1):
        losses = [float(loss) for loss in model.step(source, target)]
        print(json.dumps({"step": step, **dict(zip(LOSSES, losses))}), flush=True)


main()
