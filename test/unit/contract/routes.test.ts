import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { presets, type TrainConfig } from '../../../src-main/contract/config';
import type { DeviceReport } from '../../../src-main/contract/device';
import type { Result } from '../../../src-main/contract/errors';
import {
  routes,
  type Channel,
  type Handlers,
  type ReplyOf,
  type RequestOf,
  type StudioBridge,
} from '../../../src-main/contract/routes';
import { originOf } from '../../../src-main/contract/wire';

/** The channels without whose handler the rest would still count as handlers. */
type Forgettable = { [C in Channel]: Omit<Handlers, C> extends Handlers ? C : never }[Channel];

describe('routes', () => {
  // The type check of this file fails if one of these does not hold; there is nothing to see at run time.
  it('do not compile without a handler for each channel', () => {
    expectTypeOf<Forgettable>().toBeNever();
    expectTypeOf<keyof Handlers>().toEqualTypeOf<Channel>();
  });

  it('give handlers and the window the same types', () => {
    expectTypeOf<RequestOf<'startTraining'>>().toEqualTypeOf<{ dataset: number; config: TrainConfig }>();
    expectTypeOf<ReplyOf<'deviceReport'>>().toEqualTypeOf<DeviceReport>();
    expectTypeOf<Handlers['deviceReport']>().returns.toEqualTypeOf<DeviceReport | Promise<DeviceReport>>();
    expectTypeOf<ReturnType<StudioBridge['request']>>().toExtend<Promise<Result<unknown>>>();
  });

  it('refuse a request with a field that they do not know', () => {
    const start = { dataset: 1, config: presets.quick };
    expect(routes.startTraining.request.safeParse(start).success).toBe(true);
    expect(routes.startTraining.request.safeParse({ ...start, run: '/etc' }).success).toBe(false);
    expect(routes.openDataset.request.safeParse({ folder: '' }).success).toBe(false);
    expect(routes.showRun.request.safeParse({ name: '' }).success).toBe(false);
  });
});

describe('every request', () => {
  it.each(Object.entries(routes))('of %s has bounds in each of its parts', (_channel, { request }) => {
    const schema = z.toJSONSchema(request as z.ZodType, { io: 'input', unrepresentable: 'any' });
    expect(unbounded(schema, 'request')).toEqual([]);
  });

  it('is found out where a part has none', () => {
    const schema = z.toJSONSchema(
      z.strictObject({ a: z.string(), b: z.array(z.literal(1)), c: z.record(z.string(), z.null()) }),
    );
    expect(unbounded(schema, 'request')).toEqual(['request.a', 'request.b', 'request.c']);
  });
});

/** Names of the parts that can be as long as anybody likes. */
function unbounded(schema: z.core.JSONSchema.BaseSchema, name: string): readonly string[] {
  const { type, properties = {}, items, anyOf = [], maxLength, maxItems, additionalProperties } = schema;
  const isEndless =
    (type === 'string' && maxLength === undefined && schema.enum === undefined && schema.const === undefined) ||
    (type === 'array' && maxItems === undefined) ||
    (type === 'object' && additionalProperties !== undefined && additionalProperties !== false);
  const inner = [
    ...Object.entries(properties).map(([field, value]) => [`${name}.${field}`, value] as const),
    ...[items].flat().map((value) => [`${name}[]`, value] as const),
    ...anyOf.map((value) => [name, value] as const),
  ];
  return [
    ...(isEndless ? [name] : []),
    ...inner.flatMap(([place, value]) => (typeof value === 'object' ? unbounded(value, place) : [])),
  ];
}

describe('originOf', () => {
  it('knows the scheme and host of any address', () => {
    expect(originOf('app://studio/index.html?x#y')).toBe('app://studio');
    expect(originOf('APP://Studio')).toBe('app://studio');
    expect(originOf('https://studio/')).toBe('https://studio');
    expect(originOf('app://studio.example/')).toBe('app://studio.example');
  });

  it('has none for what has no host', () => {
    expect(originOf('data:text/html,app://studio/')).toBeNull();
    expect(originOf('about:blank')).toBeNull();
    expect(originOf('')).toBeNull();
  });
});
