/** A Python module that builds the same network in Keras 3, and its weights for NumPy. */
import { exportFiles, noiseInputs, type ExportedFunction, type ExportOptions } from '../../contract/export';
import { downWidths, hasDownNorm } from '../../core/variables';
import { toFloat16 } from '../../saved-model/float16';
import type { FileSink } from '../export-folder';
import type { FormatFacts } from '../format';
import type { ExportSource } from '../source';
import { encodeNpz } from './npz';

export async function writeKeras(
  source: ExportSource,
  { precision, noise }: ExportOptions,
  files: FileSink,
): Promise<FormatFacts> {
  const arrays = source.weights.map(({ name, shape, values }) => ({
    name,
    shape,
    values: precision === 'float16' && shape.length === 4 ? toFloat16(values) : values,
  }));
  await files.add(exportFiles.kerasWeights, encodeNpz(arrays));
  await files.add(exportFiles.keras, pythonModule(source, noise));
  const shape = [-1, -1, -1, 3];
  const names = noise ? ['input', ...noiseInputs] : ['input'];
  const load: ExportedFunction = {
    name: 'load',
    inputs: names.map((name, at) => ({ name, dtype: 'float32', shape: at === 0 ? shape : noiseShape(source, at) })),
    outputs: [{ name: 'prediction', dtype: 'float32', shape }],
  };
  return { layout: 'NHWC', opset: null, functions: [load] };
}

function noiseShape({ architecture }: ExportSource, block: number): number[] {
  return [-1, -1, -1, downWidths(architecture).at(-1 - block) ?? 0];
}

function pythonModule({ architecture }: ExportSource, noise: boolean): string {
  const { dropout, leakySlope, normEpsilon, bottleneckNorm, size } = architecture;
  const widths = downWidths(architecture);
  const norms = widths.map((_, index) => (hasDownNorm(index, widths.length, bottleneckNorm) ? 'True' : 'False'));
  return `"""A pix2pix generator trained by Pix2Pix Studio, in Keras 3. Needs keras, numpy and one of Keras' backends.

    from model import load
    prediction = load()(pictures)   # float32 [batch, height, width, 3] in [-1, 1], and the same out

Height and width are multiples of ${String(size)}. Every picture is normalised by its own mean and variance, as in training;
there are no moving averages. Run as a program, this writes generator.keras.

With noise the model takes [pictures, *noise_for(pictures, seed)]: the same seed gives the same pictures.
"""

import os

import keras
import numpy as np

DOWN_WIDTHS = [${widths.join(', ')}]
DOWN_NORMS = [${norms.join(', ')}]
LEAKY_SLOPE = ${String(leakySlope)}
NORM_EPSILON = ${String(normEpsilon)}
SIZE = ${String(size)}
DROPOUT = ${String(dropout)}
NOISE = ${noise ? 'True' : 'False'}  # whether dropout is noise, as the program exported it


def build(noise=NOISE):
    """The network with random weights."""
    x = keras.Input((None, None, 3), name="input")
    inputs = [x]
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
        x = _norm(f"up_{index}_norm")(x)
        if noise and index <= ${String(noiseInputs.length)}:
            uniform = keras.Input((None, None, width), name=f"noise_{index}")
            inputs.append(uniform)
            kept = keras.ops.cast(keras.ops.greater_equal(uniform, DROPOUT), "float32")
            x = x * (kept / (1 - DROPOUT))
        x = keras.layers.ReLU()(x)
        x = keras.layers.Concatenate()([x, skips.pop()])
    x = keras.layers.Conv2DTranspose(3, 4, 2, "same", activation="tanh", name="last")(x)
    return keras.Model(inputs if noise else inputs[0], x, name="generator")


def load(path=os.path.join(os.path.dirname(os.path.abspath(__file__)), "${exportFiles.kerasWeights}"), noise=NOISE):
    """The network with its trained weights."""
    model = build(noise)
    with np.load(path) as arrays:
        for name in arrays.files:
            network, block, *rest = name.split("/")
            layer = model.get_layer("_".join([block, *rest[:-1]]))
            getattr(layer, rest[-1]).assign(arrays[name].astype("float32"))
    return model


def noise_for(pictures, seed):
    """Uniform numbers for the blocks with dropout."""
    random = np.random.default_rng(seed)
    batch, height, width, _ = pictures.shape
    return [
        random.random((batch, height * 2**index // SIZE, width * 2**index // SIZE, DOWN_WIDTHS[-1 - index]), "float32")
        for index in range(1, ${String(noiseInputs.length)} + 1)
    ]


def _norm(name):
    """Mean and variance of each picture and channel."""
    return keras.layers.GroupNormalization(groups=-1, epsilon=NORM_EPSILON, name=name)


if __name__ == "__main__":
    load().save("generator.keras")
`;
}
