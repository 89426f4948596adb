/** An ONNX model with open batch, height and width. */
import { exportFiles, noiseInputs, type ExportedFunction, type ExportOptions } from '../../contract/export';
import { version } from '../../../package.json';
import { downWidths, type Architecture } from '../../core/variables';
import type { FileSink } from '../export-folder';
import type { FormatFacts } from '../format';
import type { ExportSource } from '../source';
import { int, ints, OnnxBuilder, onnxGenerator } from './network';
import { encodeOnnx, onnxTypes, type OnnxValue } from './proto';

export async function writeOnnx(
  source: ExportSource,
  { precision, opset, pictures, noise }: ExportOptions,
  files: FileSink,
): Promise<FormatFacts> {
  const builder = new OnnxBuilder();
  const weights = new Map(
    source.weights.map((weight) => [weight.name, builder.weight(weight, precision === 'float16')]),
  );
  const noiseNames = noise ? noiseInputs : [];
  const network = (input: string, output: string): void => {
    onnxGenerator(builder, input, (name) => weights.get(name) ?? name, source.architecture, noiseNames, output);
  };
  if (pictures === 'uint8') {
    network(fromBytes(builder, 'input'), 'network_output');
    toBytes(builder, 'network_output', 'output');
  } else {
    network('input', 'output');
  }
  const value = (name: string): OnnxValue =>
    pictures === 'uint8'
      ? { name, type: onnxTypes.uint8, shape: ['batch', 'height', 'width', 3] }
      : { name, type: onnxTypes.float32, shape: ['batch', 3, 'height', 'width'] };
  const noiseValues = noiseNames.map((name, block) => noiseValue(name, block, source.architecture));
  const inputs = [value('input'), ...noiseValues];
  const multiple = String(source.architecture.size);
  const bytes = encodeOnnx({
    name: 'pix2pix generator',
    producer: 'Pix2Pix Studio',
    producerVersion: version,
    opset,
    nodes: builder.nodes,
    constants: builder.constants,
    inputs,
    outputs: [value('output')],
    metadata: {
      pictures: pictures === 'uint8' ? 'RGB bytes, NHWC' : 'RGB, byte / 127.5 - 1, NCHW',
      sides: `height and width are multiples of ${multiple}`,
      normalisation: 'statistics of each picture',
      noise: noise ? `uniform numbers in [0, 1) as ${noiseInputs.join(', ')}` : 'off',
      step: String(source.state.step),
    },
  });
  await files.add(exportFiles.onnx, bytes);
  const main: ExportedFunction = {
    name: 'main',
    inputs: inputs.map(described),
    outputs: [described(value('output'))],
  };
  return { layout: pictures === 'uint8' ? 'NHWC' : 'NCHW', opset, functions: [main] };
}

/** Uniform numbers for a block of the way up, in the shape of what it gives. */
function noiseValue(name: string, block: number, architecture: Architecture): OnnxValue {
  const channels = downWidths(architecture).at(-2 - block) ?? 0;
  const side = (of: string): string => `${of} * ${String(2 ** (block + 1))} / ${String(architecture.size)}`;
  return { name, type: onnxTypes.float32, shape: ['batch', channels, side('height'), side('width')] };
}

/** uint8 NHWC to float32 NCHW in [-1, 1]. */
function fromBytes(builder: OnnxBuilder, input: string): string {
  const floats = builder.node('Cast', 'picture/float', [input], { to: int(onnxTypes.float32) });
  const scaled = builder.node('Div', 'picture/scaled', [floats, builder.scalar('picture/half', 127.5)]);
  const centred = builder.node('Sub', 'picture/centred', [scaled, builder.scalar('picture/one', 1)]);
  return builder.node('Transpose', 'picture/channels_first', [centred], { perm: ints(0, 3, 1, 2) });
}

/** The way back, rounded as `engine/inference.ts` does. */
function toBytes(builder: OnnxBuilder, x: string, output: string): void {
  const moved = builder.node('Add', 'bytes/moved', [x, builder.scalar('bytes/one', 1)]);
  const scaled = builder.node('Mul', 'bytes/scaled', [moved, builder.scalar('bytes/half', 127.5)]);
  const raised = builder.node('Add', 'bytes/raised', [scaled, builder.scalar('bytes/rounding', 0.5)]);
  const whole = builder.node('Floor', 'bytes/floor', [raised]);
  const last = builder.node('Transpose', 'bytes/channels_last', [whole], { perm: ints(0, 2, 3, 1) });
  builder.node('Cast', 'bytes/cast', [last], { to: int(onnxTypes.uint8) }, output);
}

function described({ name, type, shape }: OnnxValue): ExportedFunction['inputs'][number] {
  const dtype = type === onnxTypes.uint8 ? 'uint8' : 'float32';
  return { name, dtype, shape: shape.map((size) => (typeof size === 'number' ? size : -1)) };
}
