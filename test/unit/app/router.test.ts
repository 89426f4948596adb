import { describe, expect, it } from 'vitest';
import { answer, type Sender } from '../../../src-main/app/router';
import { presets } from '../../../src-main/contract/config';
import { AppError } from '../../../src-main/contract/errors';
import { defaultPreferences } from '../../../src-main/contract/preferences';
import type { Handlers } from '../../../src-main/contract/routes';

const ours: Sender = { url: 'app://studio/index.html', isMainFrame: true };

/** Those of the channels that these tests ask on; a whole table would say no more. */
const asked: Pick<Handlers, 'appInfo' | 'deviceReport' | 'openDataset' | 'startTraining' | 'stopTraining'> = {
  appInfo: () => ({ version: '1.2.3', language: 'en', platform: 'linux', preferences: defaultPreferences }),
  deviceReport: () => Promise.reject(new AppError('native-library-missing', { reason: 'no file' })),
  openDataset: ({ folder }) => Promise.reject(new AppError('dataset-missing', { path: folder })),
  startTraining: ({ config: { preset } }) => ({ name: preset, folder: `/runs/${preset}` }),
  stopTraining: () => {
    throw new RangeError('a bug');
  },
};
const handlers = asked as Handlers;

describe('answer', () => {
  it('gives the handler what was parsed and returns its reply', async () => {
    const result = await answer(handlers, ours, 'startTraining', { dataset: 1, config: presets.quick });
    expect(result).toEqual({ ok: true, data: { name: 'quick', folder: '/runs/quick' } });
  });

  it.each([
    ['a frame within the page', { ...ours, isMainFrame: false }],
    ['another page', { ...ours, url: 'https://example.org/' }],
    ['a page that only looks like ours', { ...ours, url: 'app://studio.example/' }],
    ['a page without a host', { ...ours, url: 'data:text/html,app://studio/' }],
    ['a frame that is gone', null],
  ])('refuses %s and names the channel', async (_who, sender) => {
    const result = await answer(handlers, sender, 'appInfo', null);
    expect(result).toMatchObject({ ok: false, error: { code: 'request-invalid', data: { channel: 'appInfo' } } });
  });

  it.each(['toString', '__proto__', 'nothing', 7, null])('refuses the channel %s', async (channel) => {
    const result = await answer(handlers, ours, channel, null);
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'request-invalid', data: { channel: String(channel), reason: 'there is no such channel' } },
    });
  });

  it('refuses a request that does not parse and says what is wrong with it', async () => {
    const result = await answer(handlers, ours, 'startTraining', { dataset: 'a', config: presets.quick });
    expect(result).toMatchObject({ error: { code: 'request-invalid', data: { channel: 'startTraining' } } });
    expect(result).toHaveProperty('error.data.reason', expect.stringContaining('dataset'));
  });

  it('refuses a configuration by the name of its field', async () => {
    const result = await answer(handlers, ours, 'startTraining', {
      dataset: 1,
      config: { ...presets.quick, lambda: -1 },
    });
    expect(result).toMatchObject({ error: { code: 'option-value', data: { option: 'lambda', value: '-1' } } });
  });

  it('returns an error of a handler as it is, and anything else that is thrown as unexpected', async () => {
    expect(await answer(handlers, ours, 'deviceReport', null)).toEqual({
      ok: false,
      error: { code: 'native-library-missing', data: { reason: 'no file' } },
    });
    expect(await answer(handlers, ours, 'stopTraining', null)).toEqual({
      ok: false,
      error: { code: 'unexpected', data: { reason: 'a bug' } },
    });
  });
});
