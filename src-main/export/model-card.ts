/** `model-card.md`: what the network is and how to run it, for those who get the export without the program. */
import type { InputRecipe } from '../contract/config';
import { noiseInputs, type ExportFormat, type ExportOptions } from '../contract/export';
import { countParameters } from '../core/variables';
import type { FormatFacts } from './format';
import type { ExportSource } from './source';
import { usage } from './usage';

/** The sections of a model card (Mitchell et al., 2019) that can be filled in; licences are for the person to state. */
export function modelCard(source: ExportSource, options: ExportOptions, facts: FormatFacts): string {
  const { record, state, weights } = source;
  const { config, dataset } = record;
  const rows = (pairs: readonly (readonly [string, string])[]): string =>
    ['| | |', '| --- | --- |', ...pairs.map(([key, value]) => `| ${key} | ${value} |`)].join('\n');
  const name = dataset.path.split(/[/\\]/).filter(Boolean).at(-1) ?? dataset.path;
  const l1 = state.validationL1;
  return `# pix2pix generator: ${name}

A U-Net that turns a picture into another, trained with pix2pix (Isola et al., 2017, "Image-to-Image Translation with Conditional Adversarial Networks") by Pix2Pix Studio ${record.versions.studio}.

${rows([
  [
    'Format',
    `${formatNames[options.format]}, weights ${options.precision}${facts.opset === null ? '' : `, opset ${String(facts.opset)}`}`,
  ],
  ['Checkpoint', `step ${String(state.step)}, ${String(state.epoch)} epochs`],
  ['Parameters', String(countParameters(weights))],
  ['Licence of this network', 'not stated'],
])}

## Training data

${rows([
  ['Dataset', name],
  ['Pairs', `${String(dataset.trainPairs)} for training, ${String(dataset.testPairs)} for testing`],
  ['Input', inputText(config)],
  ['Fingerprint (SHA-256)', dataset.fingerprint],
  ['Licence of the pictures', 'not stated'],
])}

## Settings

${rows([
  ['Preset', config.preset],
  ['Picture size', `${String(config.size)} × ${String(config.size)} pixels`],
  ['Filters', String(config.filters)],
  ['Batch', String(config.batch)],
  ['Lambda (L1)', String(config.lambda)],
  ['Learning rate', String(config.learningRate)],
  ['Dropout', String(config.dropout)],
  ['LeakyReLU slope', String(config.leakySlope)],
  ['Norm epsilon', String(config.normEpsilon)],
  ['Norm at the bottleneck', config.bottleneckNorm ? 'yes' : 'no'],
  ['Seed', String(config.seed)],
])}

## Metrics

${rows([['Mean absolute difference to the target over the sample pairs, in [-1, 1] units', l1 === null ? 'not measured' : l1.toFixed(4)]])}

## Input and output

- RGB pictures, ${facts.layout}; height and width are multiples of ${String(config.size)}. Other sizes: pad by reflection at the right and bottom, and crop the result.
- float32 is byte / 127.5 − 1; back to bytes: floor((x + 1) · 127.5 + 0.5).
- Every picture is normalised by its own mean and variance, as in training. There are no moving averages, and pictures of a batch do not influence each other.
- ${noiseText(options)}

## How to run it

${usage(source, options)}
`;
}

function noiseText({ noise, format }: ExportOptions): string {
  if (!noise) {
    return 'Noise (dropout) is off.';
  }
  return format === 'savedmodel'
    ? 'Noise (dropout) is on, decided by `noise_seed`: two int32.'
    : `Noise (dropout) is on, decided by the inputs ${noiseInputs.join(', ')}: uniform random numbers in [0, 1).`;
}

function inputText({ layout, transform, inputSide }: InputRecipe): string {
  switch (layout) {
    case 'folders':
      return 'the picture of the same name in a folder of inputs';
    case 'single':
      return `made of the picture itself (${transform})`;
    case 'top-bottom':
      return `the ${inputSide === 'left' ? 'upper' : 'lower'} half of a pair`;
    case 'auto':
    case 'side-by-side':
      return `the ${inputSide} half of a pair`;
  }
}

const formatNames: Readonly<Record<ExportFormat, string>> = {
  savedmodel: 'TensorFlow SavedModel',
  onnx: 'ONNX',
  tfjs: 'TensorFlow.js graph model',
  keras: 'Keras 3 module with NumPy weights',
};
