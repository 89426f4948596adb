/** A generator's weights as constants of a TensorFlow graph. */
import type { WeightOf } from '../../engine/generator-graph';
import { type as typeAttribute, type GraphBuilder } from '../../graph/builder';
import { dataTypes } from '../../graph/types';
import { toFloat16 } from '../float16';
import type { Weight } from '../source';

/**
 * Adds the weights once; all functions of the graph share them.
 *
 * @param half keeps kernels as float16, which the graph turns back into float32 when it runs
 */
export function weightConstants(builder: GraphBuilder, weights: readonly Weight[], half: boolean): WeightOf {
  const refs = new Map(
    weights.map(({ name, shape, values }) => {
      const ref = half && shape.length === 4 ? halfConstant(builder, name, shape, values) : undefined;
      return [name, { ref: ref ?? constant(builder, name, shape, values), shape, dtype: dataTypes.float32 }];
    }),
  );
  return (name) => {
    const weight = refs.get(name);
    if (weight === undefined) {
      throw new Error(`The generator has no weight ${name}.`);
    }
    return weight;
  };
}

function constant(builder: GraphBuilder, name: string, shape: readonly number[], values: Float32Array): string {
  const { float32: dtype } = dataTypes;
  const attributes = { dtype: typeAttribute(dtype), value: { kind: 'tensor', dtype, shape, values } } as const;
  return builder.node('Const', [], attributes, { name });
}

function halfConstant(builder: GraphBuilder, name: string, shape: readonly number[], values: Float32Array): string {
  const { float16: dtype } = dataTypes;
  const value = { kind: 'tensor', dtype, shape, values: toFloat16(values) } as const;
  const ref = builder.node('Const', [], { dtype: typeAttribute(dtype), value }, { name: `${name}/float16` });
  const attributes = { SrcT: typeAttribute(dtype), DstT: typeAttribute(dataTypes.float32) };
  return builder.node('Cast', [{ ref }], attributes, { name });
}
