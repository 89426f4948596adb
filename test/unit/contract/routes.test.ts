import { describe, expect, expectTypeOf, it } from 'vitest';
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
