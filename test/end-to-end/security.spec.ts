import { join } from 'node:path';
import { expect, root, startOnce, test } from './support/application';

const started = startOnce();

test('the page has no Node, runs no code from text, reaches nothing and goes nowhere', async () => {
  const studio = started();
  const { page } = studio;
  await expect(page.getByRole('button', { name: 'Try with the sample pairs' })).toBeVisible();
  const found = await page.evaluate(async () => {
    const attempt = async (work: () => unknown): Promise<string> => {
      try {
        return String(await work());
      } catch (error) {
        return error instanceof Error ? error.name : 'error';
      }
    };
    return {
      node: await attempt(() => ['require', 'process', 'module', 'Buffer'].filter((name) => name in window).join()),
      bridge: Object.keys(Reflect.get(window, 'studio')).join(),
      code: await attempt(() => {
        const script = document.createElement('script');
        script.textContent = 'window.ran = true';
        document.head.append(script);
        return 'ran' in window ? 'ran' : 'refused';
      }),
      network: await attempt(() => fetch('https://example.org/')),
      file: await attempt(() => fetch('app://studio/..%2f..%2fpackage.json')),
      opened: await attempt(() => window.open('https://example.org/')),
      notifications: await attempt(() => Notification.requestPermission()),
    };
  });
  expect(found).toEqual({
    node: '',
    bridge: 'request,onEvent,pathOf',
    code: 'refused',
    network: 'TypeError',
    file: 'TypeError',
    opened: 'null',
    notifications: 'denied',
  });
  const navigation = await studio.application.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const prevented = new Promise<boolean>((resolve) => {
      // Before `will-navigate`, and for any frame.
      contents?.once('will-frame-navigate', (event) => {
        resolve(event.defaultPrevented);
      });
    });
    void contents?.executeJavaScript(`location.href = 'https://example.org/'`);
    return { prevented: await prevented, url: contents?.getURL() };
  });
  expect(navigation).toEqual({ prevented: true, url: 'app://studio/' });
});

test('a request from another page is refused by the name of its channel', async () => {
  const studio = started();
  await expect(studio.page.getByRole('button', { name: 'Try with the sample pairs' })).toBeVisible();
  const result = await studio.application.evaluate(
    async ({ BrowserWindow }, preload) => {
      const stranger = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
      await stranger.loadURL('data:text/html,<title>stranger</title>');
      const answer: unknown = await stranger.webContents.executeJavaScript(`studio.request('startTraining', {})`);
      stranger.destroy();
      return answer;
    },
    join(root, 'out', 'preload', 'preload.js'),
  );
  expect(result).toMatchObject({
    ok: false,
    error: { code: 'request-invalid', data: { channel: 'startTraining' } },
  });
});

test('each safeguard of the window is on', async () => {
  const studio = started();
  const { page, application } = studio;
  await expect(page.getByRole('button', { name: 'Try with the sample pairs' })).toBeVisible();
  const { preferences, policy, sniffing, permissions } = await application.evaluate(async ({ BrowserWindow, net }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    // Electron's types leave it out.
    const read: unknown = contents === undefined ? null : Reflect.get(contents, 'getLastWebPreferences');
    const { headers } = await net.fetch('app://studio/');
    // A page asks in its own process; this is what it would be told.
    const asked: unknown = await contents?.executeJavaScript(
      `Promise.all(['notifications', 'geolocation', 'camera', 'microphone', 'midi', 'clipboard-read'].map(
          async (name) => name + ' ' + (await navigator.permissions.query({ name })).state))`,
    );
    return {
      preferences: typeof read === 'function' ? (Reflect.apply(read, contents, []) as object) : null,
      policy: headers.get('content-security-policy'),
      sniffing: headers.get('x-content-type-options'),
      permissions: String(asked).split(','),
    };
  });
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  });
  const directives = (policy ?? '').split('; ');
  expect(directives).toContain("default-src 'none'");
  expect(directives).toContain("script-src 'self'");
  expect(policy).not.toContain('unsafe');
  expect(sniffing).toBe('nosniff');
  expect(permissions.filter((answer) => !answer.endsWith(' denied'))).toEqual([]);
});

test('requests are refused by name when they are unknown, of another shape, or too large a wish', async () => {
  const studio = started();
  const { page } = studio;
  await expect(page.getByRole('button', { name: 'Try with the sample pairs' })).toBeVisible();
  const ask = (channel: string, request: unknown): Promise<unknown> =>
    page.evaluate(
      ([name, value]) => {
        const studio = Reflect.get(window, 'studio') as {
          request: (name: unknown, value: unknown) => Promise<unknown>;
        };
        return studio.request(name, value);
      },
      [channel, request],
    );
  for (const [channel, request] of [
    ['nothingSuch', null],
    ['constructor', null],
    ['__proto__', null],
    ['appInfo', { more: 1 }],
    ['openDataset', { folder: 7 }],
    ['openDataset', { folder: 'x'.repeat(40_000) }],
    ['showRun', { name: '../../etc' }],
    ['showRun', { name: '..' }],
    ['deleteRun', { name: 'a/b' }],
    ['renameRun', { name: 'a', title: 'x'.repeat(201) }],
    ['answerClose', { choice: 'explode' }],
    ['setPreferences', 'dark'],
  ] as const) {
    expect(await ask(channel, request), channel).toMatchObject({
      ok: false,
      error: { code: 'request-invalid', data: { channel } },
    });
  }
  // A value out of its range is told as everywhere.
  expect(await ask('startTraining', { dataset: 1, config: { epochs: -1 } })).toMatchObject({ ok: false });
  // A path that is not absolute could mean anything.
  expect(await ask('openDataset', { folder: 'pairs' })).toMatchObject({
    ok: false,
    error: { code: 'dataset-missing' },
  });
});

test('frames, embedded views and dropped pages get nowhere', async () => {
  const studio = started();
  const { page, application } = studio;
  await expect(page.getByRole('button', { name: 'Try with the sample pairs' })).toBeVisible();
  const frame = await page.evaluate(async () => {
    const element = document.createElement('iframe');
    element.src = 'app://studio/index.html';
    document.body.append(element);
    await new Promise((resolve) => {
      element.addEventListener('load', resolve);
    });
    const inside = element.contentDocument?.querySelector('script') ?? null;
    element.remove();
    return inside === null ? 'empty' : 'loaded';
  });
  expect(frame).toBe('empty');
  const style = await page.evaluate(() => {
    const element = document.createElement('div');
    element.setAttribute('style', 'color: rgb(1, 2, 3)');
    document.body.append(element);
    const { color } = getComputedStyle(element);
    element.remove();
    return color;
  });
  expect(style).not.toBe('rgb(1, 2, 3)');
  expect(await application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  expect(page.url()).toBe('app://studio/');
});
