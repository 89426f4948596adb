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
const pairFile = join(root, 'assets', 'sample-pairs', 'test', 'horse.png');

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

/** A photograph of a browser's making: soft and sharp places, at no training size, as a turned JPEG and as a PNG that is partly clear. */
async function photographs(page: Page, folder: string): Promise<readonly string[]> {
  const pair = (await readFile(pairFile)).toString('base64');
  const made = await page.evaluate(async (base64) => {
    const sample = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
    return Promise.all(
      ['image/jpeg', 'image/png'].map(async (type) => {
        const canvas = new OffscreenCanvas(301, 190);
        const context = canvas.getContext('2d');
        const gradient = context?.createLinearGradient(0, 0, 301, 190);
        gradient?.addColorStop(0, '#204080');
        gradient?.addColorStop(1, type === 'image/png' ? '#f0c04000' : '#f0c040');
        if (!context || !gradient) return '';
        context.fillStyle = gradient;
        context.fillRect(0, 0, 301, 190);
        context.drawImage(sample, sample.width / 2, 0, sample.width / 2, sample.height, 60, 10, 170, 170);
        const blob = await canvas.convertToBlob({ type });
        return Array.from(new Uint8Array(await blob.arrayBuffer()), (byte) => String.fromCharCode(byte)).join('');
      }),
    );
  }, pair);
  const paths = ['photo.jpg', 'clear.png'].map((name) => join(folder, name));
  const [jpeg = Buffer.alloc(0), png = Buffer.alloc(0)] = made.map((text) => Buffer.from(text, 'latin1'));
  await Promise.all([turned(jpeg), png].map((file, index) => writeFile(paths[index] ?? '', file)));
  return paths;
}

/** APP1: Exif with nothing but the orientation 6, a quarter turn. */
const quarterTurn = Buffer.from(
  'ffe10022457869660000' + '49492a0008000000' + '0100' + '120103000100000006000000' + '00000000',
  'hex',
);

/**
 * A JPEG file's colour profile replaced by a quarter turn: two programs do not convert colours to the same byte, and
 * upright files the program decodes by TensorFlow, which gives other pixels than a browser.
 */
function turned(file: Buffer): Buffer {
  const at = file.indexOf(Buffer.from([0xff, 0xe2]));
  return Buffer.concat([file.subarray(0, at), quarterTurn, file.subarray(at + 2 + file.readUInt16BE(at + 2))]);
}

const single = ['--layout', 'single'];

for (const { name, options, text } of [
  {
    name: 'edges',
    options: [...single, '--transform', 'edges', '--fit', 'crop'],
    text: 'The square in its middle is taken, at 64 × 64 pixels. Then its edges are drawn, black on white (Canny).',
  },
  {
    name: 'coarse',
    options: [...single, '--transform', 'downscale-4', '--fit', 'stretch'],
    text: 'It is stretched to 64 × 64 pixels. Then it is made a quarter as large, and enlarged again.',
  },
  {
    name: 'padded',
    options: ['--fit', 'pad', '--background', '#336699', '--input-side', 'right', '--input-resizing', 'smooth'],
    text: 'the right half is taken. All of it is fitted into 64 × 64 pixels, on #336699.',
  },
]) {
  test(`the page prepares a picture as predict does: ${name}`, async () => {
    const folder = test.info().outputPath('exported');
    const run = await trainRun({ userData: folder }, name, options);
    const exported = join(folder, 'tfjs');
    await command(['export', run, '--format', 'tfjs', '--out', exported]);
    const { application, page } = await openBrowser(pathToFileURL(join(exported, 'index.html')).href, folder);
    try {
      await expect(page.getByTestId('time')).toHaveText(/^\d+ ms$/);
      await expect(page.getByText(text)).toBeVisible();
      const files = [...(await photographs(page, folder)), pairFile];
      const predicted = join(folder, 'predicted');
      await command(['predict', run, ...files, '--scale', 'sample', '--sheet', 'html', '--out', predicted]);
      for (const file of files) {
        const png = basename(file).replace(/\.\w+$/, '.png');
        await page.locator('input[type=file]').setInputFiles(file);
        const shown = await readFile(join(predicted, 'inputs', png));
        await expect.poll(() => differenceFrom(page, input, shown), file).toBeLessThanOrEqual(1);
        const expected = await readFile(join(predicted, png));
        await expect.poll(() => differenceFrom(page, output, expected), file).toBeLessThanOrEqual(2);
      }
    } finally {
      await application.close();
    }
  });
}

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
