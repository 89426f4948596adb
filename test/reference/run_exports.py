"""Runs exported models as their own runtimes do: run_exports.py JOBS.json

JOBS.json: a list of {"kind", "path", "input", "shape", "output"} and, where all at once would be too many, "batch";
kinds are the functions below. The files hold raw values in the layout that the model takes; `savedmodel-bytes` reads
and writes picture files. "seed" or "noise" decide the noise of a model that has it.
"""

import importlib.util
import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
import numpy as np


def in_batches(predict, picture, batch):
    return np.concatenate([predict(picture[at : at + batch]) for at in range(0, len(picture), batch)])


def savedmodel(path, picture, batch, seed=None):
    import tensorflow as tf

    signatures = tf.saved_model.load(path).signatures
    name = "serve_without_noise" if seed is None else "serve_with_noise"
    serve = signatures[name if name in signatures else "serving_default"]
    seeds = {} if seed is None else {"noise_seed": tf.constant(seed, tf.int32)}
    return in_batches(lambda part: serve(input=tf.constant(part), **seeds)["prediction"].numpy(), picture, batch)


def savedmodel_bytes(path, source, destination):
    import tensorflow as tf

    serve = tf.saved_model.load(path).signatures["serve_bytes"]
    encoded = tf.constant([open(source, "rb").read()])
    open(destination, "wb").write(serve(image_bytes=encoded)["image_bytes"].numpy()[0])


def onnx(path, picture, batch):
    import onnx
    import onnxruntime

    file = os.path.join(path, "model.onnx")
    onnx.checker.check_model(file, full_check=True)
    session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    return in_batches(lambda part: session.run(None, {"input": part})[0], picture, batch)


def keras(path, picture, batch, noise=()):
    model = keras_module(path).load()
    return in_batches(lambda part: np.asarray(model([part, *noise] if noise else part)), picture, batch)


def keras_training(path, picture):
    """Saves and opens the model as .keras, and trains it on: the prediction of the opened one, if training moved it."""
    import keras

    file = os.path.join(path, "generator.keras")
    keras_module(path).load().save(file)
    model = keras.saving.load_model(file)
    before = np.asarray(model(picture))
    model.compile(keras.optimizers.Adam(1e-3), "mae")
    losses = model.fit(picture, -before, epochs=5, verbose=0).history["loss"]
    assert losses[-1] < 0.95 * losses[0], f"training does not help: {losses}"
    return before


def keras_module(path):
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    specification = importlib.util.spec_from_file_location("exported_model", os.path.join(path, "model.py"))
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def run(job):
    if job["kind"] == "savedmodel-bytes":
        savedmodel_bytes(job["path"], job["input"], job["output"])
        return
    picture = np.fromfile(job["input"], job.get("dtype", "float32")).reshape(job["shape"])
    batch = job.get("batch", len(picture))
    if job["kind"] == "savedmodel":
        result = savedmodel(job["path"], picture, batch, job.get("seed"))
    elif job["kind"] == "keras-training":
        result = keras_training(job["path"], picture)
    elif job["kind"] == "keras":
        noise = [np.fromfile(each["path"], "float32").reshape(each["shape"]) for each in job.get("noise", [])]
        result = keras(job["path"], picture, batch, noise)
    else:
        result = onnx(job["path"], picture, batch)
    assert result.shape == tuple(job["shape"]), f"{result.shape} instead of {job['shape']}"
    result.tofile(job["output"])


for each in json.load(open(sys.argv[1], encoding="utf8")):
    run(each)
