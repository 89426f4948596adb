"""Prints the variables that TensorFlow finds in a checkpoint: read_checkpoint.py PREFIX -> {name: [type, shape]}."""

import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
import tensorflow as tf

reader = tf.train.load_checkpoint(sys.argv[1])
types = reader.get_variable_to_dtype_map()
print(json.dumps({name: [types[name].name, shape] for name, shape in reader.get_variable_to_shape_map().items()}))
