/** The settings of a new run as they are typed, and the configuration that they make. */
import {
  makeTrainConfig,
  numberRanges,
  presets,
  type InputSide,
  type PresetName,
  type TrainConfig,
} from '../../src-main/contract/config';

/** The two that matter most, and those behind "More". */
export const firstFields = ['epochs', 'lambda'] as const;
export const moreFields = [
  'batch',
  'learningRate',
  'beta1',
  'dropout',
  'filters',
  'checkpointEvery',
  'sampleEvery',
  'seed',
] as const;

const fields = [...firstFields, ...moreFields];
export type SettingField = (typeof fields)[number];

/** What stands in each field, valid or not. */
export type SettingTexts = Readonly<Record<SettingField, string>>;

export interface Settings {
  readonly preset: PresetName;
  readonly texts: SettingTexts;
  readonly size: TrainConfig['size'];
}

/** A preset's own values. */
export function settingsOf(preset: PresetName): Settings {
  const config = presets[preset];
  const texts = {
    epochs: String(config.epochs),
    lambda: String(config.lambda),
    batch: String(config.batch),
    learningRate: String(config.learningRate),
    beta1: String(config.beta1),
    dropout: String(config.dropout),
    filters: String(config.filters),
    checkpointEvery: String(config.checkpointEvery),
    sampleEvery: String(config.sampleEvery),
    seed: String(config.seed),
  };
  return { preset, texts, size: config.size };
}

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The number that a field's text means, or null when the field does not take it. */
export function readField(field: SettingField, text: string): number | null {
  const { minimum, maximum, integer } = numberRanges[field];
  const value = decimal.test(text.trim()) ? Number(text) : NaN;
  const fits = value >= minimum && value <= maximum && (!integer || Number.isInteger(value));
  return fits ? value : null;
}

/** Whether a field has the value that its preset gives it. */
export function isDefault({ preset, texts }: Settings, field: SettingField): boolean {
  return readField(field, texts[field]) === presets[preset][field];
}

/** The fields whose text is no value of theirs, in the order in which they are shown. */
export function invalidFields({ texts }: Settings): readonly SettingField[] {
  return fields.filter((field) => readField(field, texts[field]) === null);
}

/** The configuration, or null while a field is invalid. */
export function configOf(settings: Settings, inputSide: InputSide): TrainConfig | null {
  if (invalidFields(settings).length > 0) {
    return null;
  }
  const { preset, texts, size } = settings;
  const numbers = Object.fromEntries(fields.map((field) => [field, readField(field, texts[field])]));
  return makeTrainConfig(preset, { ...numbers, size, inputSide });
}
