// Draws assets/icon.svg as the PNG pictures that windows and trays need.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { root } from './setup/paths.mjs';

const assets = join(root, 'assets');
const drawing = readFileSync(join(assets, 'icon.svg'), 'utf8');

/** Electron takes the picture with `@2x` on a screen of twice the density. */
const pictures = { 'icon.png': 512, 'tray.png': 22, 'tray@2x.png': 44 };

for (const [name, width] of Object.entries(pictures)) {
  const picture = new Resvg(drawing, { fitTo: { mode: 'width', value: width } }).render();
  writeFileSync(join(assets, name), picture.asPng());
}
