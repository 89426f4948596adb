/** Encoded pictures into a graph and out of it: decode, pad to what the network takes, predict, crop, encode. */
import { normaliseGraph } from '../engine/generator-graph';
import { nodeMaker } from '../engine/graph-convolutions';
import { bool, type as typeAttribute, type GraphBuilder } from '../graph/builder';
import { dataTypes, type Reference } from '../graph/types';

const float = typeAttribute(dataTypes.float32);
const int32 = typeAttribute(dataTypes.int32);
const uint8 = typeAttribute(dataTypes.uint8);
const string = typeAttribute(dataTypes.string);

/**
 * The same as `run/open-generator.ts` does outside of a graph: reflected at the right and bottom edge up to multiples of
 * `multiple`, and cropped back.
 *
 * @param encoded string [1]: a JPEG or PNG file
 * @param predict float32 [1, height, width, 3] to the same shape
 * @returns string [1]: a PNG file of the same size
 */
export function encodedPrediction(
  builder: GraphBuilder,
  encoded: Reference,
  multiple: number,
  predict: (input: Reference) => Reference,
): Reference {
  const node = nodeMaker(builder);
  const one = builder.ints([1]);
  const scalar = node('Reshape', [encoded, builder.ints([])], { T: string, Tshape: int32 });
  const picture = node('DecodeImage', [scalar], {
    channels: { kind: 'int', value: 3 },
    dtype: uint8,
    expand_animations: bool(false),
  });
  const slice = { T: int32, Index: int32 };
  const shape = node('Shape', [picture], { T: uint8, out_type: int32 });
  const sides = node('StridedSlice', [shape, builder.ints([0]), builder.ints([2]), one], slice);

  const rounded = node('Add', [sides, builder.ints([multiple - 1])], { T: int32 });
  const times = node('FloorDiv', [rounded, builder.ints([multiple])], { T: int32 });
  const whole = node('Mul', [times, builder.ints([multiple])], { T: int32 });
  const missing = node('Sub', [whole, sides], { T: int32 });
  const after = joined(builder, [missing, builder.ints([0])]);
  const paddings = node('Pack', [builder.ints([0, 0, 0]), after], {
    N: { kind: 'int', value: 2 },
    T: int32,
    axis: { kind: 'int', value: 1 },
  });
  const padded = node('MirrorPad', [normaliseGraph(builder, picture), paddings], {
    T: float,
    Tpaddings: int32,
    mode: { kind: 'string', value: 'REFLECT' },
  });
  const batch = node('ExpandDims', [padded, builder.ints([0])], { T: float, Tdim: int32 });

  const predicted = node('Squeeze', [predict(batch)], { T: float, squeeze_dims: { kind: 'ints', value: [0] } });
  const size = joined(builder, [sides, builder.ints([3])]);
  const cropped = node('Slice', [predicted, builder.ints([0, 0, 0]), size], { T: float, Index: int32 });
  const png = node('EncodePng', [toBytes(builder, cropped)], { T: uint8 });
  return node('Reshape', [png, one], { T: string, Tshape: int32 });
}

/** As `engine/inference.ts` rounds. */
function toBytes(builder: GraphBuilder, values: Reference): Reference {
  const node = nodeMaker(builder);
  const scaled = node('Mul', [node('Add', [values, builder.float(1)], { T: float }), builder.float(127.5)], {
    T: float,
  });
  const rounded = node('Floor', [node('Add', [scaled, builder.float(0.5)], { T: float })], { T: float });
  return node('Cast', [rounded], { SrcT: float, DstT: uint8 });
}

function joined(builder: GraphBuilder, parts: readonly Reference[]): Reference {
  const axis = builder.constant(dataTypes.int32, [], Int32Array.of(0));
  const N = { kind: 'int', value: parts.length } as const;
  return nodeMaker(builder)('ConcatV2', [...parts, axis], { N, T: int32, Tidx: int32 });
}
