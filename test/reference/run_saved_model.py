"""Runs an exported SavedModel on one picture: run_saved_model.py FOLDER INPUT.f32 OUTPUT.f32

The files hold raw float32, [1, height, width, 3]; the input's height and width are those of the model's signature.
"""

import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
import numpy as np
import tensorflow as tf

folder, source, destination = sys.argv[1:]
run = tf.saved_model.load(folder).signatures["serving_default"]
(specification,) = run.structured_input_signature[1].values()
picture = np.fromfile(source, "float32").reshape(specification.shape)
(prediction,) = run(**{specification.name: tf.constant(picture)}).values()
prediction.numpy().astype("float32").tofile(destination)
