/** The settings of a new run as they are typed, and the configuration that they make. */
import {
  makeTrainConfig,
  numberRanges,
  presets,
  type DeviceChoice,
  type LayoutConfig,
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
  'colourJitter',
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
  /** What the form started from: a preset, or an earlier run; it also has the fields that have no place in the form. */
  readonly base: TrainConfig;
  readonly texts: SettingTexts;
  readonly size: TrainConfig['size'];
  readonly device: DeviceChoice;
  readonly precision: TrainConfig['precision'];
  readonly xla: TrainConfig['xla'];
}

/** A preset's own values. */
export function settingsOf(preset: PresetName): Settings {
  return settingsFrom(presets[preset]);
}

/** The values of an earlier run's configuration. */
export function settingsFrom(config: TrainConfig): Settings {
  const texts = {
    epochs: String(config.epochs),
    lambda: String(config.lambda),
    batch: String(config.batch),
    learningRate: String(config.learningRate),
    beta1: String(config.beta1),
    dropout: String(config.dropout),
    colourJitter: String(config.colourJitter),
    filters: String(config.filters),
    checkpointEvery: String(config.checkpointEvery),
    sampleEvery: String(config.sampleEvery),
    seed: String(config.seed),
  };
  const { size, device, precision, xla } = config;
  return { base: config, texts, size, device, precision, xla };
}

/** With another text in a field. A number of steps that an earlier run was limited to gives way to typed epochs. */
export function withText(settings: Settings, field: SettingField, text: string): Settings {
  const base = field === 'epochs' ? { ...settings.base, steps: null } : settings.base;
  return { ...settings, base, texts: { ...settings.texts, [field]: text } };
}

/** What the chosen preset has in a field, as a person would type it. */
export function defaultText({ base }: Settings, field: SettingField): string {
  return String(presets[base.preset][field]);
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
export function isDefault({ base, texts }: Settings, field: SettingField): boolean {
  return readField(field, texts[field]) === presets[base.preset][field];
}

/** The fields whose text is no value of theirs, in the order in which they are shown. */
export function invalidFields({ texts }: Settings): readonly SettingField[] {
  return fields.filter((field) => readField(field, texts[field]) === null);
}

/** The configuration, or null while a field is invalid. */
export function configOf(settings: Settings, layout: LayoutConfig): TrainConfig | null {
  if (invalidFields(settings).length > 0) {
    return null;
  }
  const { base, texts, size, device, precision, xla } = settings;
  const numbers = Object.fromEntries(fields.map((field) => [field, readField(field, texts[field])]));
  return makeTrainConfig(base.preset, { ...base, ...numbers, size, device, precision, xla, ...layout });
}
