/** Adam as TensorFlow's own fused operation (Kingma and Ba, 2015, in the "epsilon hat" form of its section 2). */
import { bool, type GraphBuilder, type GraphVariable, type as typeAttribute } from './builder';
import { dataTypes, type GraphTensor } from './types';

export interface AdamSettings {
  /** Prefix of the optimizer's own variables, `NAME/adam_beta1_power` and `NAME/adam_beta2_power`. */
  readonly name: string;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** The moments `VARIABLE/adam_m`, `VARIABLE/adam_v` and the running powers of beta, all kept in checkpoints. */
export function declareAdam(builder: GraphBuilder, variables: readonly GraphVariable[], settings: AdamSettings): void {
  for (const variable of variables) {
    moments(builder, variable);
  }
  powers(builder, settings);
}

/** What an optimizer adds to a graph. */
export interface Updates {
  /** All nodes that change a variable. */
  readonly nodes: readonly string[];
  /** Of each variable, the node that updates it. */
  readonly byVariable: readonly (readonly [GraphVariable, string])[];
}

/**
 * One update of each variable, after everything that reads its value in the current scope.
 *
 * @param condition a bool; where it is false nothing changes. Null for always.
 */
export function emitAdam(
  builder: GraphBuilder,
  gradients: readonly (readonly [GraphVariable, GraphTensor])[],
  learningRate: GraphTensor,
  settings: AdamSettings,
  condition: GraphTensor | null,
): Updates {
  const { beta1, beta2 } = powers(builder, settings);
  const beta1Power = builder.read(beta1);
  const beta2Power = builder.read(beta2);
  const float = typeAttribute(dataTypes.float32);
  const orElse = (value: GraphTensor, otherwise: number): GraphTensor =>
    condition === null ? value : builder.one('SelectV2', [condition, value, builder.float(otherwise)], { T: float });
  // Betas of 1 and a gradient and rate of 0 leave the moments and the variable as they are.
  const betas = [settings.beta1, settings.beta2].map((beta) => orElse(builder.float(beta), 1));
  const constants = [...betas, builder.float(settings.epsilon)];
  const rate = orElse(learningRate, 0);
  const byVariable = gradients.map(([variable, gradient]): readonly [GraphVariable, string] => {
    const { first, second } = moments(builder, variable);
    const handles = [variable.handle, first.handle, second.handle];
    const update = builder.node(
      'ResourceApplyAdam',
      [...handles, beta1Power, beta2Power, rate, ...constants, orElse(gradient, 0)],
      { T: float, use_locking: bool(false), use_nesterov: bool(false) },
      { name: `${variable.name}/apply_adam`, control: builder.readersOf(variable) },
    );
    return [variable, update];
  });
  const updates = byVariable.map(([, update]) => update);
  const advance = (variable: GraphVariable, power: GraphTensor, beta: number): string =>
    builder.assign(variable, builder.one('Mul', [power, orElse(builder.float(beta), 1)], { T: float }), updates);
  const powersAdvanced = [advance(beta1, beta1Power, settings.beta1), advance(beta2, beta2Power, settings.beta2)];
  return { nodes: [...updates, ...powersAdvanced], byVariable };
}

function moments(
  builder: GraphBuilder,
  { name, shape }: GraphVariable,
): { readonly first: GraphVariable; readonly second: GraphVariable } {
  const zero = { kind: 'constant', value: 0 } as const;
  return {
    first: builder.variable(`${name}/adam_m`, shape, zero),
    second: builder.variable(`${name}/adam_v`, shape, zero),
  };
}

function powers(
  builder: GraphBuilder,
  { name, beta1, beta2 }: AdamSettings,
): { readonly beta1: GraphVariable; readonly beta2: GraphVariable } {
  return {
    beta1: builder.variable(`${name}/adam_beta1_power`, [], { kind: 'constant', value: beta1 }),
    beta2: builder.variable(`${name}/adam_beta2_power`, [], { kind: 'constant', value: beta2 }),
  };
}
