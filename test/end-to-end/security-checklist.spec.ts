/**
 * Electron's security checklist (electronjs.org/docs/latest/tutorial/security), by its numbers, as far as
 * `security.spec.ts` does not ask it of the page itself, and what is open beside it.
 */
import { readFile } from 'node:fs/promises';
import type { ElectronApplication, Page } from '@playwright/test';
import { expect, isRoot, startOnce, test } from './support/application';

const started = startOnce();

/** What a handler of the page's does with an event of this name for an address. */
function isPrevented(application: ElectronApplication, name: string, url: string): Promise<boolean> {
  return application.evaluate(
    ({ BrowserWindow }, [event, address]) => {
      let prevented = false;
      const details = { url: address, preventDefault: () => (prevented = true) };
      BrowserWindow.getAllWindows()[0]?.webContents.emit(event, details, address);
      return prevented;
    },
    [name, url] as const,
  );
}

/** The names of what the system is asked to open while a page does something. */
async function openedBy(application: ElectronApplication, work: () => Promise<unknown>): Promise<unknown> {
  await application.evaluate(({ shell }) => {
    const asked: string[] = [];
    Reflect.set(globalThis, 'asked', asked);
    const note = (what: string): Promise<string> => {
      asked.push(what);
      return Promise.resolve('');
    };
    Object.assign(shell, { openExternal: note, openPath: note, showItemInFolder: note, trashItem: note });
  });
  await work();
  return application.evaluate(() => Reflect.get(globalThis, 'asked') as unknown);
}

function ask(page: Page, channel: string, request: unknown): Promise<unknown> {
  return page.evaluate(
    ([name, value]) => {
      const studio = Reflect.get(window, 'studio') as { request: (name: unknown, value: unknown) => unknown };
      return studio.request(name, value);
    },
    [channel, request],
  );
}

test('4: pages run in Chromium’s sandbox', async () => {
  test.info().skip(isRoot, 'Chromium’s sandbox refuses to run as root.');
  const { application } = started();
  const { pid, all } = await application.evaluate(({ app, BrowserWindow }) => ({
    pid: BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
    all: app.getAppMetrics().map((metric) => metric.pid),
  }));
  // One filter of system calls more than the application has, which a container may filter itself.
  const filters = async (process: number): Promise<number> =>
    Number(/^Seccomp_filters:\s+(\d+)$/m.exec(await readFile(`/proc/${String(process)}/status`, 'utf8'))?.[1]);
  expect(await filters(pid)).toBeGreaterThan(await filters(application.process().pid ?? NaN));
  for (const process of all) {
    const line = await readFile(`/proc/${String(process)}/cmdline`, 'utf8').catch(() => '');
    expect(line.split('\0')).not.toContain('--no-sandbox');
  }
});

test('8 to 10: insecure content, experiments and features of Blink are off', async () => {
  const { application } = started();
  const preferences = await application.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    // Electron's types leave it out.
    const read: unknown = contents === undefined ? null : Reflect.get(contents, 'getLastWebPreferences');
    return typeof read === 'function' ? (Reflect.apply(read, contents, []) as Record<string, unknown>) : null;
  });
  expect(preferences?.['allowRunningInsecureContent'] ?? false).toBe(false);
  expect(preferences?.['experimentalFeatures'] ?? false).toBe(false);
  expect(preferences?.['enableBlinkFeatures'] ?? '').toBe('');
  expect(preferences?.['disableBlinkFeatures'] ?? '').toBe('');
  expect(preferences?.['nodeIntegrationInSubFrames'] ?? false).toBe(false);
  expect(preferences?.['nodeIntegrationInWorker'] ?? false).toBe(false);
});

test('12, 13 and 18: no embedded view, and no way to another address, redirected, framed or on the disk', async () => {
  const { application, page } = started();
  expect(await isPrevented(application, 'will-attach-webview', '')).toBe(true);
  for (const event of ['will-navigate', 'will-redirect', 'will-frame-navigate']) {
    for (const address of [
      'https://example.org/',
      'file:///etc/passwd',
      'app://other/',
      'data:text/html,x',
      'about:blank',
    ]) {
      expect(await isPrevented(application, event, address), `${event} ${address}`).toBe(true);
    }
    expect(await isPrevented(application, event, 'app://studio/')).toBe(false);
  }
  const images = await page.evaluate(() =>
    Promise.all(
      [
        'file:///etc/passwd',
        'file://studio/index.html',
        'http://127.0.0.1:9/x.png',
        'data:image/gif;base64,R0lGODlhAQABAAAAACw=',
      ].map(
        (address) =>
          new Promise((resolve) => {
            const image = new Image();
            image.onload = () => {
              resolve('loaded');
            };
            image.onerror = () => {
              resolve('refused');
            };
            image.src = address;
          }),
      ),
    ),
  );
  expect(images).toEqual(['refused', 'refused', 'refused', 'refused']);
});

test('14 and 15: a link opens no window and nothing outside the application', async () => {
  const { application, page } = started();
  const opened = await openedBy(application, () =>
    page.evaluate(() => {
      for (const target of ['_blank', '_self']) {
        const link = document.createElement('a');
        link.href = 'https://example.org/';
        link.target = target;
        document.body.append(link);
        link.click();
        link.remove();
      }
    }),
  );
  expect(opened).toEqual([]);
  expect(page.url()).toBe('app://studio/');
  expect(await application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('runs that are not there reach neither the file manager nor the trash', async () => {
  const { application, page } = started();
  const opened = await openedBy(application, async () => {
    for (const channel of ['showRun', 'deleteRun']) {
      expect(await ask(page, channel, { name: 'no-such-run' })).toMatchObject({ error: { code: 'run-missing' } });
      expect(await ask(page, channel, { name: 'x'.repeat(256) })).toMatchObject({ error: { code: 'request-invalid' } });
    }
  });
  expect(opened).toEqual([]);
});

test('a page opens no folder that no person pointed at, whatever it makes of a file', async () => {
  const { page } = started();
  const paths = await page.evaluate(() => {
    const studio = Reflect.get(window, 'studio') as { pathOf: (file: object) => string };
    const disguised = new File(['x'], 'etc');
    Object.defineProperty(disguised, 'path', { value: '/etc' });
    return [new File(['x'], '/etc'), disguised, { path: '/etc' }, Object.create(File.prototype) as object].map(
      (file) => {
        try {
          return studio.pathOf(file);
        } catch {
          return '';
        }
      },
    );
  });
  expect(paths).toEqual(['', '', '', '']);
  expect(await ask(page, 'openDataset', { folder: '/etc' })).toEqual({
    ok: false,
    error: { code: 'folder-not-chosen', data: { path: '/etc' } },
  });
  // What a page could say of a run that somebody else made.
  expect(
    await ask(page, 'resumeTraining', { name: 'no-such-run', changes: {}, pictures: { dataset: '/etc' } }),
  ).toMatchObject({ ok: false, error: { code: 'run-missing' } });
});

test('WebRTC finds no address of this machine', async () => {
  const { page } = started();
  const candidates = await page.evaluate(async () => {
    const connection = new RTCPeerConnection();
    const found: string[] = [];
    const gathered = new Promise((resolve) => {
      connection.onicecandidate = ({ candidate }) => {
        // The last one, which says that there are no more, is null or empty.
        if (candidate === null || candidate.candidate === '') {
          resolve(null);
        } else {
          found.push(candidate.candidate);
        }
      };
    });
    connection.createDataChannel('out');
    await connection.setLocalDescription(await connection.createOffer());
    await gathered;
    connection.close();
    return found;
  });
  expect(candidates).toEqual([]);
});

test('downloads are refused', async () => {
  const { application, page } = started();
  // Waited for, since the page is asked by another way, on which it may be sooner.
  await application.evaluate(({ session }) => {
    session.defaultSession.once('will-download', (event) => {
      Reflect.set(globalThis, 'refused', event.defaultPrevented);
    });
  });
  await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(['x']));
    link.download = 'x.txt';
    link.click();
  });
  await expect.poll(() => application.evaluate(() => Reflect.get(globalThis, 'refused') as unknown)).toBe(true);
});
