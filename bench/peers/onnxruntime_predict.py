"""onnxruntime's inference of an exported model: onnxruntime_predict.py --model FILE --size 256 --batch 1"""

import argparse

import numpy as np
import onnxruntime
from step_server import serve

parser = argparse.ArgumentParser()
parser.add_argument("--model")
parser.add_argument("--size", type=int, default=256)
parser.add_argument("--filters", type=int, help="of the model, which has its own")
parser.add_argument("--batch", type=int, default=1)
arguments = parser.parse_args()
session = onnxruntime.InferenceSession(arguments.model, providers=["CPUExecutionProvider"])
pictures = np.random.default_rng(1).standard_normal((arguments.batch, 3, arguments.size, arguments.size), "float32")
serve(f"onnxruntime {onnxruntime.__version__}", lambda: session.run(None, {"input": pictures}), warm_up=3)
