/** A generator's weights as constants of a TensorFlow graph. */
import type { VariableSpec } from '../core/variables';
import type { WeightOf } from '../engine/generator-graph';
import { type as typeAttribute, type GraphBuilder } from '../graph/builder';
import { dataTypes } from '../graph/types';
import { toFloat16 } from './float16';

export interface Weight extends Pick<VariableSpec, 'name' | 'shape'> {
  /** Row-major, in TensorFlow's layout. */
  readonly values: Float32Array;
}

/** Whether a weight is stored in half precision where that was asked for: kernels are, the few other numbers are not. */
export function isHalved({ shape }: Pick<Weight, 'shape'>): boolean {
  return shape.length === 4;
}

/** The constant of a weight that is stored in half precision; the weight's own name is that of its float32 value. */
export function halfName(name: string): string {
  return `${name}/float16`;
}

/**
 * Adds the weights once; all functions of the graph share them.
 *
 * @param half keeps kernels as float16, which the graph turns back into float32 when it runs
 */
export function weightConstants(builder: GraphBuilder, weights: readonly Weight[], half: boolean): WeightOf {
  const refs = new Map(
    weights.map((weight) => {
      const ref = half && isHalved(weight) ? halfConstant(builder, weight) : constant(builder, weight);
      return [weight.name, { ref, shape: weight.shape, dtype: dataTypes.float32 }];
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

function constant(builder: GraphBuilder, { name, shape, values }: Weight): string {
  const { float32: dtype } = dataTypes;
  const attributes = { dtype: typeAttribute(dtype), value: { kind: 'tensor', dtype, shape, values } } as const;
  return builder.node('Const', [], attributes, { name });
}

function halfConstant(builder: GraphBuilder, { name, shape, values }: Weight): string {
  const { float16: dtype } = dataTypes;
  const value = { kind: 'tensor', dtype, shape, values: toFloat16(values) } as const;
  const ref = builder.node('Const', [], { dtype: typeAttribute(dtype), value }, { name: halfName(name) });
  const attributes = { SrcT: typeAttribute(dtype), DstT: typeAttribute(dataTypes.float32) };
  return builder.node('Cast', [{ ref }], attributes, { name });
}
