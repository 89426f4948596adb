import { join } from 'node:path';
import { expect, root, test } from './support/application';

test('the page has no Node, runs no code from text, reaches nothing and goes nowhere', async ({ studio }) => {
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
      bridge: Object.keys(Reflect.get(window, 'studio') as object).join(),
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
      contents?.once('will-navigate', (event) => {
        resolve(event.defaultPrevented);
      });
    });
    void contents?.executeJavaScript(`location.href = 'https://example.org/'`);
    return { prevented: await prevented, url: contents?.getURL() };
  });
  expect(navigation).toEqual({ prevented: true, url: 'app://studio/' });
});

test('a request from another page is refused by the name of its channel', async ({ studio }) => {
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
