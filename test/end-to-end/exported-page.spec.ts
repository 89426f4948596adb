/** Exports in a browser give the picture that the run gives: the page from the disk on each device, and onnxruntime-web. */
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { root } from './support/application';
import { differenceFrom, openBrowser } from './support/browser';
import { command, trainedSize, trainRun } from './support/trained-run';

const output = 'canvas[aria-label=Output]';
const input = 'canvas[aria-label^=Input]';

async function pngOf(page: Page, canvas: string): Promise<Buffer> {
  const address = await page.locator(canvas).evaluate((element) => {
    return element instanceof HTMLCanvasElement ? element.toDataURL('image/png') : '';
  });
  return Buffer.from(address.split(',')[1] ?? '', 'base64');
}

/** What the run itself predicts, as the bytes of a PNG file. */
async function predictedBy(run: string, picture: Buffer, folder: string): Promise<Buffer> {
  const path = join(folder, 'drawn.png');
  await writeFile(path, picture);
  await command(['predict', run, path, '--out', join(folder, 'predicted')]);
  return readFile(join(folder, 'predicted', 'drawn.png'));
}

test('the page of a TF.js export follows a drawing and fetches nothing', async () => {
  const folder = test.info().outputPath('exported');
  const run = await trainRun({ userData: folder }, 'page-1');
  const exported = join(folder, 'tfjs');
  await command(['export', run, '--format', 'tfjs', '--out', exported]);
  const { application, page } = await openBrowser(pathToFileURL(join(exported, 'index.html')).href, folder);
  try {
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url()));
    await page.reload();
    await expect(page.getByTestId('time')).toHaveText(/^\d+ ms$/);
    const box = await page.locator(input).boundingBox();
    const [x, y, side] = [box?.x ?? 0, box?.y ?? 0, box?.width ?? 0];
    await page.getByLabel('Colour').fill('#c02040');
    await page.mouse.move(x + side * 0.2, y + side * 0.3);
    await page.mouse.down();
    await page.mouse.move(x + side * 0.8, y + side * 0.4, { steps: 8 });
    await page.mouse.move(x + side * 0.5, y + side * 0.9, { steps: 8 });
    await page.mouse.up();

    const expected = await predictedBy(run, await pngOf(page, input), folder);
    // WebGPU too, where this browser finds a graphics processor for it.
    const devices = await page.getByLabel('Computes on').getByRole('option').allInnerTexts();
    expect(devices).toEqual(expect.arrayContaining(['webgl', 'wasm', 'cpu']));
    for (const device of devices) {
      await page.getByLabel('Computes on').selectOption(device);
      await expect(page.getByRole('status')).toHaveText('');
      await expect.poll(() => differenceFrom(page, output, expected), device).toBeLessThanOrEqual(1);
      expect(await page.getByLabel('Computes on').inputValue()).toBe(device);
    }
    expect(addresses.filter((address) => !/^(file|data|blob):/.test(address))).toEqual([]);
  } finally {
    await application.close();
  }
});

test('the page of an export with noise draws another one when it is asked to', async () => {
  const folder = test.info().outputPath('exported');
  const run = await trainRun({ userData: folder }, 'noisy-1');
  const exported = join(folder, 'tfjs');
  await command(['export', run, '--format', 'tfjs', '--noise', 'on', '--out', exported]);
  const { application, page } = await openBrowser(pathToFileURL(join(exported, 'index.html')).href, folder);
  try {
    await expect(page.getByTestId('time')).toHaveText(/^\d+ ms$/);
    const before = await pngOf(page, output);
    await page.getByRole('button', { name: 'Another noise' }).click();
    await expect.poll(() => differenceFrom(page, output, before)).toBeGreaterThan(1);
  } finally {
    await application.close();
  }
});

/** Files of some folders by their names alone. */
function serve(folders: readonly string[]): Promise<Server> {
  const types: Readonly<Record<string, string>> = {
    '.mjs': 'text/javascript',
    '.js': 'text/javascript',
    '.wasm': 'application/wasm',
  };
  const server = createServer((request, response) => {
    const name = basename(new URL(request.url ?? '/', 'http://localhost').pathname);
    void Promise.any(folders.map((folder) => readFile(join(folder, name)))).then(
      (contents) => response.writeHead(200, { 'content-type': types[extname(name)] ?? 'text/html' }).end(contents),
      () => response.writeHead(name === '' ? 200 : 404, { 'content-type': 'text/html' }).end('<canvas></canvas>'),
    );
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve(server);
    });
  });
}

test('onnxruntime-web gives the picture of an ONNX export', async () => {
  const folder = test.info().outputPath('exported');
  const run = await trainRun({ userData: folder }, 'web-1');
  const exported = join(folder, 'onnx');
  await command(['export', run, '--format', 'onnx', '--pictures', 'uint8', '--out', exported]);
  const server = await serve([exported, join(root, 'node_modules', 'onnxruntime-web', 'dist')]);
  const { port } = server.address() as AddressInfo;
  const { application, page } = await openBrowser(`http://127.0.0.1:${String(port)}/`, folder);
  try {
    await page.locator('canvas').evaluate((canvas, side) => {
      if (!(canvas instanceof HTMLCanvasElement)) return;
      canvas.width = canvas.height = side;
      const context = canvas.getContext('2d');
      if (context === null) return;
      context.fillStyle = '#f0e0d0';
      context.fillRect(0, 0, side, side);
      context.fillStyle = '#203040';
      context.fillRect(side / 4, side / 3, side / 2, side / 8);
    }, trainedSize);
    const expected = await predictedBy(run, await pngOf(page, 'canvas'), folder);
    await page.evaluate(async (side) => {
      // A module of the server's, which no compiler knows.
      const address = '/ort.wasm.min.mjs';
      const ort = (await import(address)) as typeof import('onnxruntime-web');
      ort.env.wasm.numThreads = 1;
      const context = document.querySelector('canvas')?.getContext('2d');
      if (!context) return;
      const picture = context.getImageData(0, 0, side, side);
      const rgb = new Uint8Array(side * side * 3);
      rgb.forEach((_, at) => {
        rgb[at] = picture.data[Math.floor(at / 3) * 4 + (at % 3)] ?? 0;
      });
      const session = await ort.InferenceSession.create('/model.onnx', { executionProviders: ['wasm'] });
      const { output: made } = await session.run({ input: new ort.Tensor('uint8', rgb, [1, side, side, 3]) });
      const values = made?.data as Uint8Array;
      rgb.forEach((_, at) => {
        picture.data[Math.floor(at / 3) * 4 + (at % 3)] = values[at] ?? 0;
      });
      context.putImageData(picture, 0, 0);
    }, trainedSize);
    expect(await differenceFrom(page, 'canvas', expected)).toBeLessThanOrEqual(1);
  } finally {
    await application.close();
    server.close();
  }
});
