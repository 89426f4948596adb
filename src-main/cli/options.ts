/** The options that set the training configuration: one row each, in the order of the help. */
import {
  imageSizes,
  cacheChoices,
  deviceChoices,
  inputSides,
  numberRanges,
  precisionChoices,
  presetNames,
  presets,
  xlaChoices,
  type NumberField,
  type PresetName,
  type TrainConfig,
} from '../contract/config';
import { fits, layoutChoices, resizingChoices, transforms } from '../contract/dataset';
import { formatCount } from './numbers';

export type ConfigOptionGroup = 'training' | 'networks' | 'data' | 'saving' | 'machine';

export const onOff = ['on', 'off'] as const;

/**
 * `value` is the placeholder in the help, or null for a switch; a switch sets its field to `sets`.
 * All of them are fields of `TrainConfig`; ranges and defaults come from there.
 */
export const configOptions = [
  { field: 'preset', flag: '--preset', value: 'NAME', group: 'training' },
  { field: 'epochs', flag: '--epochs', value: 'N', group: 'training' },
  { field: 'steps', flag: '--steps', value: 'N', group: 'training' },
  { field: 'batch', flag: '--batch', value: 'N', group: 'training' },
  { field: 'lambda', flag: '--lambda', value: 'X', group: 'training' },
  { field: 'learningRate', flag: '--learning-rate', value: 'X', group: 'training' },
  { field: 'beta1', flag: '--beta1', value: 'X', group: 'training' },
  { field: 'size', flag: '--size', value: 'PIXELS', group: 'networks' },
  { field: 'filters', flag: '--filters', value: 'N', group: 'networks' },
  { field: 'dropout', flag: '--dropout', value: 'X', group: 'networks' },
  { field: 'noiseAtInference', flag: '--noise', value: 'on|off', group: 'networks' },
  { field: 'inputSide', flag: '--input-side', value: 'SIDE', group: 'data' },
  { field: 'layout', flag: '--layout', value: 'NAME', group: 'data' },
  { field: 'inputFolder', flag: '--input-folder', value: 'FOLDER', group: 'data' },
  { field: 'targetFolder', flag: '--target-folder', value: 'FOLDER', group: 'data' },
  { field: 'transform', flag: '--transform', value: 'NAME', group: 'data' },
  { field: 'fit', flag: '--fit', value: 'NAME', group: 'data' },
  { field: 'inputResizing', flag: '--input-resizing', value: 'NAME', group: 'data' },
  { field: 'targetResizing', flag: '--target-resizing', value: 'NAME', group: 'data' },
  { field: 'background', flag: '--background', value: 'COLOUR', group: 'data' },
  { field: 'jitter', flag: '--no-jitter', value: null, sets: false, group: 'data' },
  { field: 'colourJitter', flag: '--colour-jitter', value: 'X', group: 'data' },
  { field: 'cache', flag: '--cache', value: 'store|none', group: 'data' },
  { field: 'checkpointEvery', flag: '--checkpoint-every', value: 'EPOCHS', group: 'saving' },
  { field: 'checkpointEverySteps', flag: '--checkpoint-every-steps', value: 'STEPS', group: 'saving' },
  { field: 'sampleEvery', flag: '--sample-every', value: 'STEPS', group: 'saving' },
  { field: 'seed', flag: '--seed', value: 'N', group: 'machine' },
  { field: 'device', flag: '--device', value: 'NAME', group: 'machine' },
  { field: 'precision', flag: '--precision', value: 'NAME', group: 'machine' },
  { field: 'xla', flag: '--xla', value: 'on|off|auto', group: 'machine' },
  { field: 'deterministic', flag: '--deterministic', value: null, sets: true, group: 'machine' },
] as const satisfies readonly {
  field: keyof TrainConfig;
  flag: string;
  value: string | null;
  sets?: boolean;
  group: ConfigOptionGroup;
}[];

export type ConfigOption = (typeof configOptions)[number];
export type ConfigField = ConfigOption['field'];

/** "--learning-rate" of `learningRate`. */
export function flagOf(field: ConfigField): string {
  return configOptions.find((option) => option.field === field)?.flag ?? '';
}

/** Fields that `resume` may change. */
export const resumeFields = ['epochs', 'steps', 'lambda', 'learningRate'] as const satisfies readonly ConfigField[];
export type ResumeField = (typeof resumeFields)[number];

const choices: Readonly<Record<Exclude<ConfigField, NumberField>, readonly (string | number)[] | null>> = {
  preset: presetNames,
  size: imageSizes,
  noiseAtInference: onOff,
  inputSide: inputSides,
  layout: layoutChoices,
  inputFolder: null,
  targetFolder: null,
  transform: transforms,
  fit: fits,
  inputResizing: resizingChoices,
  targetResizing: resizingChoices,
  background: ['#000000…#ffffff'],
  device: deviceChoices,
  precision: precisionChoices,
  xla: xlaChoices,
  cache: cacheChoices,
  jitter: null,
  deterministic: null,
};

/** What a field accepts, for the help: "1…64", "right, left"; null for switches. */
export function rangeText(field: ConfigField): string | null {
  return isNumberField(field) ? numberRangeText(field) : (choices[field]?.join(', ') ?? null);
}

function isNumberField(field: ConfigField): field is ConfigField & NumberField {
  return field in numberRanges;
}

function numberRangeText(field: NumberField): string {
  const { minimum, maximum } = numberRanges[field];
  return `${numberText(minimum)}…${numberText(maximum)}`;
}

function numberText(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : String(value);
}

/** Default of a field, and the presets that differ from it; null where nothing is set by default. */
export interface DefaultText {
  readonly value: string;
  readonly others: readonly { readonly preset: PresetName; readonly value: string }[];
}

export function defaultText(field: ConfigField): DefaultText | null {
  const value = presets.studio[field];
  if (value === null || value === '' || field === 'jitter' || field === 'deterministic') {
    return null;
  }
  const others = presetNames
    .filter((preset) => field !== 'preset' && presets[preset][field] !== value)
    .map((preset) => ({ preset, value: valueText(presets[preset][field]) }));
  return { value: valueText(value), others };
}

function valueText(value: TrainConfig[ConfigField]): string {
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
}
