/** `index.html` of a TF.js export: draws and predicts in a browser, opened from the disk, fetching nothing. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inputRecipeOf } from '../../contract/config';
import { exportFiles } from '../../contract/export';
import { htmlText } from '../../contract/html';
import type { FileSink } from '../export-folder';
import type { ExportSource } from '../source';
import type { GraphModel } from './graph-model';

/** A multiple of 3, so that each piece's base64 ends without padding and needs no joining. */
const pieceBytes = 24 * 2 ** 20;

const folder = 'page';

export async function writePage(
  { record, state }: ExportSource,
  { topology, signature, weights }: GraphModel,
  data: Buffer,
  files: FileSink,
): Promise<void> {
  const built = builtPage();
  const pieces = Math.ceil(data.length / pieceBytes);
  const weightScripts = Array.from({ length: pieces }, (_, index) => `${folder}/weights-${String(index + 1)}.js`);
  for (const [index, path] of weightScripts.entries()) {
    const piece = data.subarray(index * pieceBytes, (index + 1) * pieceBytes).toString('base64');
    await files.add(path, `(globalThis.pix2pixWeights ??= []).push('${piece}');\n`);
  }
  const title = record.dataset.path.split(/[/\\]/).filter(Boolean).at(-1) ?? '';
  const { config } = record;
  const facts = { title, size: config.size, step: state.step, recipe: inputRecipeOf(config) };
  const model = { ...facts, topology, signature, weightSpecs: weights };
  await files.add(`${folder}/model.js`, `globalThis.pix2pixModel = ${JSON.stringify(model)};\n`);
  const wasm = (await readFile(join(built, 'backend.wasm'))).toString('base64');
  await files.add(`${folder}/wasm.js`, `globalThis.pix2pixWasm = '${wasm}';\n`);
  await files.add(`${folder}/page.js`, await readFile(join(built, 'page.js')));
  const scripts = [...weightScripts, ...['model', 'wasm', 'page'].map((name) => `${folder}/${name}.js`)];
  await files.add(exportFiles.page, page(title, scripts));
}

function page(title: string, scripts: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>${htmlText(title)}</title>
  </head>
  <body>
${scripts.map((path) => `    <script src="${path}"></script>`).join('\n')}
  </body>
</html>
`;
}

/**
 * Where the build has put the page: beside the program's own bundle, in a checkout under `out`.
 *
 * @throws Error if it is not built
 */
function builtPage(): string {
  for (let parent = __dirname; parent !== dirname(parent); parent = dirname(parent)) {
    const found = [join(parent, 'page'), join(parent, 'out', 'page')].find((path) => existsSync(join(path, 'page.js')));
    if (found !== undefined) {
      return found;
    }
  }
  throw new Error('The page of TF.js exports is not built; run npm run build.');
}
