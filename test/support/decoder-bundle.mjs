/** Prepares what all tests share: a folder for their logs, and the bundle of the decoding process, which they start. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { fingerprint } from '../../scripts/setup/fingerprint.mjs';
import { withLock } from '../../scripts/setup/lock.mjs';
import { root } from '../../scripts/setup/paths.mjs';
import { isWhole, makeWhole } from '../../scripts/setup/whole-folder.mjs';

const folder = join(root, 'out', 'test-decoder');
const sources = [
  'src-main/contract',
  'src-main/log',
  'src-main/core',
  'src-main/native',
  'src-main/data',
  'package-lock.json',
];

/** Vitest calls it once, before it starts the processes of the tests, which inherit the environment. */
export default async function setup() {
  const stamp = { sources: fingerprint(root, sources) };
  if (!isWhole(folder, stamp)) {
    await withLock(async () => {
      if (!isWhole(folder, stamp)) await makeWhole(folder, stamp, bundle);
    });
  }
  process.env['PIX2PIX_STUDIO_DECODER'] = join(folder, 'decoder.js');
  const logs = await mkdtemp(join(tmpdir(), 'pix2pix-studio-logs-'));
  process.env['PIX2PIX_STUDIO_LOGS'] = logs;
  return () => rm(logs, { recursive: true, force: true });
}

/** @param {string} target */
async function bundle(target) {
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      outDir: target,
      emptyOutDir: false,
      target: 'node18',
      ssr: join(root, 'src-main', 'data', 'decoder', 'main.ts'),
      rollupOptions: { output: { format: 'cjs', entryFileNames: 'decoder.js' } },
    },
  });
}
