import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join, normalize } from 'node:path';
import { _electron } from '@playwright/test';
import { build } from 'vite';
import { electronExecutable } from '../scripts/setup/electron.mjs';
import { root } from '../scripts/setup/paths.mjs';

/**
 * Runs TF.js exports one after the other in Electron's Chromium; each leaves its predictions in the folder.
 *
 * @param {string} folder that holds exports and `pictures`
 * @param {readonly { model: string, backend: string, pictures: number, output: string }[]} jobs
 * @param {number} size
 * @returns {Promise<string>} the browser's name and its WebGL renderer
 */
export async function predictInBrowser(folder, jobs, size) {
  const script = await bundleForBrowser();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'PUT') {
      /** @type {Buffer[]} */
      const parts = [];
      request.on('data', (part) => parts.push(part));
      request.on('end', () => {
        writeFileSync(join(folder, normalize(pathname)), Buffer.concat(parts));
        response.end();
      });
    } else if (pathname === '/') {
      response.setHeader('content-type', 'text/html').end(`<!doctype html><script>${script}</script>`);
    } else if (pathname.startsWith('/wasm/')) {
      const wasm = readFileSync(join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist', basename(pathname)));
      response.setHeader('content-type', 'application/wasm').end(wasm);
    } else {
      response.end(readFileSync(join(folder, normalize(pathname))));
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const main = join(mkdtempSync(join(tmpdir(), 'pix2pix-browser-')), 'main.cjs');
  writeFileSync(
    main,
    "const { app, BrowserWindow } = require('electron'); app.whenReady().then(() => new BrowserWindow().loadURL('about:blank'));",
  );
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const application = await _electron.launch({
    executablePath: electronExecutable(),
    args: [...asRoot, ...softwareGraphics, main],
  });
  try {
    const page = await application.firstWindow();
    for (const { model, backend, pictures, output } of jobs) {
      const query = new URLSearchParams({ model, backend, output, pictures: String(pictures), size: String(size) });
      await page.goto(`http://127.0.0.1:${String(port)}/?${query.toString()}`);
      await page.waitForFunction("document.title !== ''", undefined, { timeout: 1_800_000 });
      const title = await page.title();
      if (title !== 'done') throw new Error(title);
    }
    return String(await page.evaluate(rendererName));
  } finally {
    await application.close();
    server.close();
  }
}

/** WebGL drawn by the processor: the same on every machine. */
const softwareGraphics = ['--use-gl=angle', '--use-angle=swiftshader', '--ignore-gpu-blocklist'];

/** In the page. */
const rendererName = `(() => {
  const context = document.createElement('canvas').getContext('webgl2');
  const information = context.getExtension('WEBGL_debug_renderer_info');
  const renderer = information ? context.getParameter(information.UNMASKED_RENDERER_WEBGL) : 'unknown';
  return /Chrome\\/\\d+/.exec(navigator.userAgent)[0] + ', WebGL by ' + renderer;
})()`;

async function bundleForBrowser() {
  const outDir = join(root, 'out', 'bench');
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir,
      emptyOutDir: false,
      target: 'chrome114',
      lib: {
        entry: join(root, 'bench', 'programs', 'tfjs-in-browser.ts'),
        name: 'tfjsInBrowser',
        formats: ['iife'],
        fileName: () => 'tfjs-in-browser.js',
      },
    },
  });
  return readFileSync(join(outDir, 'tfjs-in-browser.js'), 'utf8').replaceAll('</script', '<\\/script');
}
