/** Requests of the window: as its schemas want them, nearly so, and not at all. */
import { z } from 'zod';
import { presets } from '../../../src-main/contract/config';
import { routes } from '../../../src-main/contract/routes';
import type { Random } from './random';
import { hostileTexts, jsonValue, mutateJson } from './values';

/** A channel, and a request in JSON in which `{ "$": … }` stands for what JSON cannot tell. */
export interface Message {
  readonly channel: unknown;
  readonly request: unknown;
}

type Schema = z.core.JSONSchema.BaseSchema;

const channels = Object.entries(routes).map(([channel, { request }]) => ({
  channel,
  schema: z.toJSONSchema(request as z.ZodType, { io: 'input', unrepresentable: 'any' }),
}));

const noChannels = ['nothing', '__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 7, null, {}, []];

/** What only a clone can carry: made in the page (`inPage`). */
const clones = ['undefined', 'NaN', 'bytes', 'png', 'map', 'circle', 'date', 'bigint', 'sparse', 'error'];

/**
 * @param texts of what there is: names of runs, paths of folders
 * @param leftOut channels that are not asked
 */
export function message(random: Random, texts: readonly string[], leftOut: readonly string[]): Message {
  if (random.chance(0.03)) {
    return { channel: random.pick(noChannels), request: jsonValue(random, texts) };
  }
  const { channel, schema } = random.pick(channels.filter((each) => !leftOut.includes(each.channel)));
  const fitting = valueOf(random, schema, texts);
  const kind = random.below(10);
  if (kind < 4) {
    return { channel, request: fitting };
  }
  if (kind < 8) {
    return { channel, request: withClones(random, mutateJson(random, fitting, texts)) };
  }
  return { channel, request: withClones(random, jsonValue(random, texts)) };
}

/** A value that a schema takes, for the most part. */
function valueOf(random: Random, schema: Schema, texts: readonly string[]): unknown {
  const { type, properties, anyOf, items, enum: choices, required = [] } = schema;
  if (choices !== undefined) {
    return random.pick(choices);
  }
  if (schema.const !== undefined) {
    return schema.const;
  }
  if (anyOf !== undefined) {
    return valueOf(random, random.pick<Schema>(anyOf), texts);
  }
  if (properties !== undefined) {
    const names = Object.keys(properties).filter((name) => required.includes(name) || random.chance(0.5));
    return Object.fromEntries(names.map((name) => [name, valueOf(random, properties[name] as Schema, texts)]));
  }
  if (type === 'null') {
    return null;
  }
  if (type === 'boolean') {
    return random.chance(0.5);
  }
  if (type === 'integer' || type === 'number') {
    return random.pick([0, 1, 2, 4, 8, schema.minimum ?? -1, schema.maximum ?? 1e9]);
  }
  if (type === 'string') {
    return random.chance(0.7) && texts.length > 0 ? random.pick(texts) : random.pick(hostileTexts(texts));
  }
  if (type === 'array') {
    return Array.from({ length: random.below(4) }, () => valueOf(random, items as Schema, texts));
  }
  // Of a type that JSON's schemas do not know: a configuration, or the bytes of a picture.
  return random.chance(0.5) ? { $: random.pick(['bytes', 'png']) } : mutateJson(random, presets.quick, texts);
}

function withClones(random: Random, value: unknown): unknown {
  if (random.chance(0.15)) {
    return { $: random.pick(clones) };
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((entry: unknown) => withClones(random, entry));
  }
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, withClones(random, entry)]));
}

/**
 * Sends a message; to be run in the page.
 *
 * @param longest milliseconds after which an answer is late
 * @returns the code of the error, `ok`, `late`, or what the page itself threw
 */
export async function send({ channel, request, longest }: Message & { readonly longest: number }): Promise<string> {
  const make = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    if (Array.isArray(value)) {
      return value.map(make);
    }
    const kind = '$' in value ? value.$ : undefined;
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
    const circle: unknown[] = [];
    circle.push(circle);
    const sparse: unknown[] = [];
    sparse.length = 1e5;
    const made = new Map<unknown, unknown>([
      ['undefined', undefined],
      ['NaN', Number.NaN],
      ['bytes', new Uint8Array(1000)],
      ['png', png],
      ['map', new Map([[1, 2]])],
      ['circle', circle],
      ['date', new Date(Number.NaN)],
      ['bigint', 10n ** 300n],
      ['sparse', sparse],
      ['error', new Error('x')],
    ]);
    return made.has(kind)
      ? made.get(kind)
      : Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, make(entry)]));
  };
  const studio = Reflect.get(window, 'studio') as {
    request: (name: unknown, value: unknown) => Promise<{ ok: boolean; error?: { code: string } }>;
  };
  const late = new Promise<string>((resolve) => setTimeout(resolve, longest, 'late'));
  // What a message cannot carry never leaves the page.
  const asked = Promise.resolve()
    .then(() => studio.request(channel, make(request)))
    .then(
      ({ ok, error }) => (ok ? 'ok' : (error?.code ?? 'no code')),
      (error: unknown) => `thrown: ${String(error)}`,
    );
  return Promise.race([asked, late]);
}
