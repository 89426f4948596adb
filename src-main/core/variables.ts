/**
 * The networks' variables: names, shapes and initial distributions. The names are those of checkpoints and exports;
 * kernels are laid out as TensorFlow keeps them: convolution [height, width, in, out], transposed
 * [height, width, out, in].
 */
import type { TrainConfig } from '../contract/config';

export type Initializer =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'normal'; readonly standardDeviation: number };

export interface VariableSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly initializer: Initializer;
}

/** What decides the networks' shapes and arithmetic. */
export type Architecture = Pick<
  TrainConfig,
  'size' | 'filters' | 'dropout' | 'leakySlope' | 'normEpsilon' | 'bottleneckNorm'
>;

/** Paper, section 6.2: weights from a Gaussian with mean 0 and standard deviation 0.02. */
const kernelInitializer: Initializer = { kind: 'normal', standardDeviation: 0.02 };
const zeros: Initializer = { kind: 'constant', value: 0 };
const ones: Initializer = { kind: 'constant', value: 1 };

export const kernelSize = 4;
const imageChannels = 3;

/** Output widths of the generator's down-sampling blocks: f, 2f, 4f, 8f, 8f, … one a level until 1×1. */
export function downWidths({ size, filters }: Pick<Architecture, 'size' | 'filters'>): readonly number[] {
  const depth = Math.log2(size);
  return Array.from({ length: depth }, (_, level) => filters * Math.min(2 ** level, 8));
}

/** Whether down-sampling block `index` (from 0) of the generator is normalised. */
export function hasDownNorm(index: number, depth: number, bottleneckNorm: boolean): boolean {
  const isBottleneck = index === depth - 1;
  return index > 0 && (!isBottleneck || bottleneckNorm);
}

/** The U-Net's variables in the order of the data. */
export function generatorVariables(architecture: Architecture): readonly VariableSpec[] {
  const widths = downWidths(architecture);
  const depth = widths.length;
  const specs: VariableSpec[] = [];
  let channels = imageChannels;
  widths.forEach((width, index) => {
    const block = `generator/down_${String(index + 1)}`;
    specs.push(kernel(block, channels, width));
    if (hasDownNorm(index, depth, architecture.bottleneckNorm)) {
      specs.push(...norm(block, width));
    }
    channels = width;
  });
  widths
    .slice(0, -1)
    .reverse()
    .forEach((width, index) => {
      const block = `generator/up_${String(index + 1)}`;
      specs.push(kernel(block, width, channels), ...norm(block, width));
      channels = width * 2;
    });
  specs.push(kernel('generator/last', imageChannels, channels), bias('generator/last', imageChannels));
  return specs;
}

/** The PatchGAN's variables in the order of the data. */
export function discriminatorVariables({ filters }: Pick<Architecture, 'filters'>): readonly VariableSpec[] {
  const specs: VariableSpec[] = [];
  let channels = 2 * imageChannels;
  [filters, filters * 2, filters * 4, filters * 8].forEach((width, index) => {
    const block = `discriminator/down_${String(index + 1)}`;
    specs.push(kernel(block, channels, width));
    if (index > 0) {
      specs.push(...norm(block, width));
    }
    channels = width;
  });
  specs.push(kernel('discriminator/last', channels, 1), bias('discriminator/last', 1));
  return specs;
}

/** Trainable values of a list of variables. */
export function countParameters(specs: readonly Pick<VariableSpec, 'shape'>[]): number {
  return specs.reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1), 0);
}

/** As Keras counts: with the two moving statistics that it keeps for every norm's gamma and beta. */
export function countKerasVariables(specs: readonly VariableSpec[]): number {
  return countParameters(specs) + countParameters(specs.filter(({ name }) => name.includes('/norm/')));
}

function kernel(block: string, channelsThird: number, channelsFourth: number): VariableSpec {
  const shape = [kernelSize, kernelSize, channelsThird, channelsFourth];
  return { name: `${block}/kernel`, shape, initializer: kernelInitializer };
}

function bias(block: string, channels: number): VariableSpec {
  return { name: `${block}/bias`, shape: [channels], initializer: zeros };
}

function norm(block: string, channels: number): readonly VariableSpec[] {
  return [
    { name: `${block}/norm/gamma`, shape: [channels], initializer: ones },
    { name: `${block}/norm/beta`, shape: [channels], initializer: zeros },
  ];
}
