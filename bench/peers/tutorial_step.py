"""Peer of the step benchmark: the TensorFlow tutorial's train step as a tf.function.

Runs in the environment of test/reference/requirements.txt, with test/reference on PYTHONPATH.
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
# The peer's better side: on some processors these kernels are off by default.
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")

import tensorflow as tf

from step_server import parse_arguments, serve
from tutorial_networks import Options, TutorialModel


def main():
    arguments = parse_arguments()
    options = Options(size=arguments.size, filters=arguments.filters, batch=arguments.batch)
    model = TutorialModel(options)
    shape = [options.batch, options.size, options.size, 3]
    source, target = (tf.random.uniform(shape, -1, 1) for _ in range(2))
    serve(
        f"tutorial, TensorFlow {tf.__version__}",
        lambda: [float(loss) for loss in model.step(source, target)],
        arguments.warm_up,
    )


main()
