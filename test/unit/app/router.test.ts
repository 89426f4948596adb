import { describe, expect, it } from 'vitest';
import { answer, type Sender } from '../../../src-main/app/router';
import { presets } from '../../../src-main/contract/config';
import { AppError } from '../../../src-main/contract/errors';
import { defaultPreferences } from '../../../src-main/contract/preferences';
import type { Handlers } from '../../../src-main/contract/routes';

const ours: Sender = { url: 'app://studio/index.html', isMainFrame: true };

/** Those of the channels that these tests ask on; a whole table would say no more. */
const asked: Pick<
  Handlers,
  'appInfo' | 'copyPicture' | 'deviceReport' | 'openDataset' | 'startTraining' | 'stopTraining'
> = {
  appInfo: () => ({ version: '1.2.3', language: 'en', platform: 'linux', preferences: defaultPreferences }),
  deviceReport: () => Promise.reject(new AppError('native-library-missing', { reason: 'no file' })),
  openDataset: ({ folder }) => Promise.reject(new AppError('dataset-missing', { path: folder })),
  startTraining: ({ config: { preset } }) => ({ name: preset, folder: `/runs/${preset}` }),
  copyPicture: () => null,
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

  it.each([
    ['a text', 'openDataset', { folder: 'x'.repeat(600_000) }],
    ['commands', 'offerCommands', { offered: Array.from({ length: 2_000_000 }, () => 'pause') }],
    ['a picture', 'copyPicture', { png: new Uint8Array(200 * 2 ** 20) }],
    [
      'what nests',
      'startTraining',
      { dataset: 1, config: JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)) as unknown },
    ],
  ])('refuses %s that is too large before it is parsed', async (_what, channel, request) => {
    expect(await answer(handlers, ours, channel, request)).toMatchObject({
      ok: false,
      error: {
        code: 'request-invalid',
        data: { channel, reason: expect.stringMatching(/^it is larger than \d+ bytes$/) as unknown },
      },
    });
  });

  it('takes a picture for the clipboard by its first bytes', async () => {
    const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0);
    expect(await answer(handlers, ours, 'copyPicture', { png })).toEqual({ ok: true, data: null });
    expect(await answer(handlers, ours, 'copyPicture', { png: new Uint8Array(300) })).toMatchObject({
      error: { code: 'request-invalid', data: { reason: 'png: it is no PNG file' } },
    });
  });

  it('says what is wrong in one short line, whatever it is told', async () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`key-${String(index)}\n`, 1]));
    const nested: unknown = JSON.parse('['.repeat(50_000) + ']'.repeat(50_000));
    for (const [channel, request] of [
      ['openDataset', { folder: 7, ...many }],
      ['startTraining', { dataset: 1, config: { ...presets.quick, ...many } }],
      ['startTraining', { dataset: 1, config: { ...presets.quick, lambda: 'x\n'.repeat(100_000) } }],
      ['startTraining', { dataset: 1, config: { ...presets.quick, lambda: nested } }],
      ['startTraining', { dataset: 1, config: nested }],
      [`no such ${'channel\n'.repeat(1000)}`, null],
    ] as const) {
      const result = await answer(handlers, ours, channel, request);
      expect(result.ok).toBe(false);
      const text = JSON.stringify(result);
      expect(text.length).toBeLessThan(1000);
      expect(result).not.toHaveProperty('error.code', 'unexpected');
      expect(Object.values(result.ok ? {} : result.error.data).join()).not.toMatch(/\p{Cc}/u);
    }
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
