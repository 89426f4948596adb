/** From flags and a configuration file to a checked `TrainConfig`. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import {
  allowedValues,
  makeTrainConfig,
  numberRanges,
  parseTrainConfig,
  presetNames,
  presets,
  type PresetName,
  type TrainConfig,
} from '../contract/config';
import { AppError } from '../contract/errors';
import { reasonOf } from '../contract/messages/reason';
import { configOptions, onOff, type ConfigOption, type ResumeField } from './options';

/** Values as the parser gives them, by the camel-cased flag: texts, and true or false for switches. */
export type FlagValues = Readonly<Record<string, unknown>>;

/** Fields of the configuration with their values, not yet checked. */
type Fields = Readonly<Record<string, unknown>>;

export type ResumeChanges = Partial<Pick<TrainConfig, ResumeField>>;

const decimalNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * The configuration of a new run: preset, then the file, then the flags, each over the one before.
 *
 * @throws AppError `config-file`, `option-unknown` or `option-value`; the last names the flag or the file's field.
 */
export async function trainConfigOf(flags: FlagValues, file: string | null): Promise<TrainConfig> {
  const fromFile = file === null ? {} : await readConfigFile(file);
  const fromFlags = fieldsOf(flags);
  return naming(fromFlags, file, () => {
    const fields = { ...fromFile, ...fromFlags };
    return makeTrainConfig(presetOf(fields.preset), fields);
  });
}

/**
 * What `resume` is to change.
 *
 * @throws AppError `option-value`, naming the flag.
 */
export function resumeChangesOf(flags: FlagValues): ResumeChanges {
  const fields = fieldsOf(flags);
  const config = naming(fields, null, () => parseTrainConfig({ ...presets.studio, ...fields }));
  return {
    ...('epochs' in fields && { epochs: config.epochs }),
    ...('steps' in fields && { steps: config.steps }),
    ...('lambda' in fields && { lambda: config.lambda }),
    ...('learningRate' in fields && { learningRate: config.learningRate }),
  };
}

function fieldsOf(flags: FlagValues): Fields {
  const fields: Record<string, unknown> = {};
  for (const option of configOptions) {
    const value = flags[option.field === 'noiseAtInference' ? 'noise' : option.field];
    if (value !== undefined && (option.value !== null || value === option.sets)) {
      fields[option.field] = typeof value === 'string' ? fieldValue(option, value) : value;
    }
  }
  if ('epochs' in fields && !('steps' in fields)) {
    // Steps override epochs, so epochs asked for here would have no effect beside steps from the file or the run.
    fields.steps = null;
  }
  return fields;
}

/** What is no number stays a text, which the configuration's parser then refuses as it was typed. */
function fieldValue(option: ConfigOption, text: string): unknown {
  if (option.field === 'noiseAtInference') {
    const choice = onOff.find((name) => name === text);
    return choice === undefined ? text : choice === 'on';
  }
  const isNumber = typeof presets.studio[option.field] === 'number' || option.field in numberRanges;
  return isNumber && decimalNumber.test(text) ? Number(text) : text;
}

function presetOf(value: unknown): PresetName {
  const name = presetNames.find((preset) => preset === (value ?? presets.studio.preset));
  if (name === undefined) {
    throw new AppError('option-value', { option: 'preset', value: String(value), allowed: allowedValues('preset') });
  }
  return name;
}

async function readConfigFile(path: string): Promise<Fields> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    throw new AppError('config-file', { path, reason: reasonOf(error) }, { cause: error });
  }
}

/** Runs `parse`; its errors name the flag that the person typed, or the file and its field. */
function naming<T>(fromFlags: Fields, file: string | null, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof AppError)) {
      throw error;
    }
    const { value } = error;
    if (value.code === 'option-value') {
      const { option } = value.data;
      const row = option in fromFlags ? configOptions.find(({ field }) => field === option) : undefined;
      const allowed = row?.field === 'noiseAtInference' ? onOff.join(', ') : value.data.allowed;
      throw new AppError('option-value', { ...value.data, allowed, option: row?.flag ?? inFile(file, option) });
    }
    if (value.code === 'option-unknown') {
      throw new AppError('option-unknown', { ...value.data, option: inFile(file, value.data.option) });
    }
    throw error;
  }
}

function inFile(file: string | null, field: string): string {
  return file === null ? field : `${file}: ${field}`;
}
