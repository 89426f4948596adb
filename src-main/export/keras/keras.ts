/** A Python module that builds the same network in Keras 3, and its weights for NumPy. */
import { exportFiles, type ExportedFunction, type ExportOptions } from '../../contract/export';
import { downWidths, hasDownNorm } from '../../core/variables';
import { toFloat16 } from '../float16';
import type { FileSink } from '../export-folder';
import type { FormatFacts } from '../format';
import type { ExportSource } from '../source';
import { encodeNpz } from './npz';

export async function writeKeras(
  source: ExportSource,
  { precision }: ExportOptions,
  files: FileSink,
): Promise<FormatFacts> {
  const arrays = source.weights.map(({ name, shape, values }) => ({
    name,
    shape,
    values: precision === 'float16' && shape.length === 4 ? toFloat16(values) : values,
  }));
  await files.add(exportFiles.kerasWeights, encodeNpz(arrays));
  await files.add(exportFiles.keras, pythonModule(source));
  const shape = [-1, -1, -1, 3];
  const load: ExportedFunction = {
    name: 'load',
    inputs: [{ name: 'input', dtype: 'float32', shape }],
    outputs: [{ name: 'prediction', dtype: 'float32', shape }],
  };
  return { layout: 'NHWC', opset: null, functions: [load] };
}

function pythonModule({ architecture }: ExportSource): string {
  const { leakySlope, normEpsilon, bottleneckNorm, size } = architecture;
  const widths = downWidths(architecture);
  const norms = widths.map((_, index) => (hasDownNorm(index, widths.length, bottleneckNorm) ? 'True' : 'False'));
  return `"""A pix2pix generator trained by Pix2Pix Studio, in Keras 3. Needs keras, numpy and one of Keras' backends.

    from model import load
    prediction = load()(pictures)   # float32 [batch, height, width, 3] in [-1, 1], and the same out

Height and width are multiples of ${String(size)}. Every picture is normalised by its own mean and variance, as in training;
there are no moving averages. Run as a program, this writes generator.keras.
"""

import os

import keras
import numpy as np

DOWN_WIDTHS = [${widths.join(', ')}]
DOWN_NORMS = [${norms.join(', ')}]
LEAKY_SLOPE = ${String(leakySlope)}
NORM_EPSILON = ${String(normEpsilon)}


def build():
    """The network with random weights."""
    x = inputs = keras.Input((None, None, 3), name="input")
    skips = []
    for index, (width, has_norm) in enumerate(zip(DOWN_WIDTHS, DOWN_NORMS), start=1):
        x = keras.layers.Conv2D(width, 4, 2, "same", use_bias=False, name=f"down_{index}")(x)
        if has_norm:
            x = _norm(f"down_{index}_norm")(x)
        x = keras.layers.LeakyReLU(LEAKY_SLOPE)(x)
        skips.append(x)
    skips.pop()
    for index, width in enumerate(reversed(DOWN_WIDTHS[:-1]), start=1):
        x = keras.layers.Conv2DTranspose(width, 4, 2, "same", use_bias=False, name=f"up_{index}")(x)
        x = keras.layers.ReLU()(_norm(f"up_{index}_norm")(x))
        x = keras.layers.Concatenate()([x, skips.pop()])
    x = keras.layers.Conv2DTranspose(3, 4, 2, "same", activation="tanh", name="last")(x)
    return keras.Model(inputs, x, name="generator")


def load(path=os.path.join(os.path.dirname(os.path.abspath(__file__)), "${exportFiles.kerasWeights}")):
    """The network with its trained weights."""
    model = build()
    with np.load(path) as arrays:
        for name in arrays.files:
            network, block, *rest = name.split("/")
            layer = model.get_layer("_".join([block, *rest[:-1]]))
            getattr(layer, rest[-1]).assign(arrays[name].astype("float32"))
    return model


def _norm(name):
    """Mean and variance of each picture and channel."""
    return keras.layers.GroupNormalization(groups=-1, epsilon=NORM_EPSILON, name=name)


if __name__ == "__main__":
    load().save("generator.keras")
`;
}
