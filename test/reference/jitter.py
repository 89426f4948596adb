"""The tutorial's resize, crop, mirror and normalisation of pairs, with given offsets.

Reads FOLDER/cases.json, a list of {name, top, left, mirror}, and FOLDER/NAME.png, each a pair with its input on the
right; writes float32 [256, 256, 3] to FOLDER/NAME-input.f32 and FOLDER/NAME-target.f32.
"""
import argparse
import json
import os
import pathlib

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import tensorflow as tf

arguments = argparse.ArgumentParser()
arguments.add_argument("--folder", type=pathlib.Path, required=True)
folder = arguments.parse_args().folder

for case in json.loads((folder / "cases.json").read_text()):
    image = tf.io.decode_png(tf.io.read_file(str(folder / f"{case['name']}.png")))
    half = tf.shape(image)[1] // 2
    for role, picture in {"input": image[:, half:, :], "target": image[:, :half, :]}.items():
        picture = tf.cast(picture, tf.float32)
        picture = tf.image.resize(picture, [286, 286], method=tf.image.ResizeMethod.NEAREST_NEIGHBOR)
        picture = tf.slice(picture, [case["top"], case["left"], 0], [256, 256, 3])
        if case["mirror"]:
            picture = tf.image.flip_left_right(picture)
        picture = (picture / 127.5) - 1
        (folder / f"{case['name']}-{role}.f32").write_bytes(picture.numpy().tobytes())
