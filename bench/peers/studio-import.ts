/**
 * Our import as a peer of the data benchmark; `step_server.py` says how it talks. A step makes the whole packed store of
 * a folder anew: every file read, hashed, decoded, resized and its record written, with processes that have started.
 * With `--inspect` each file is also checked, and everything found out about the folder, as when it is new.
 */
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { makeTrainConfig } from '../../src-main/contract/config';
import { openStore } from '../../src-main/data/build-store';
import { cacheFolder } from '../../src-main/data/cache-folder';
import { DecoderPool } from '../../src-main/data/decoder/decoder-pool';
import { inspectDataset } from '../../src-main/data/inspect';
import type { PairDecoder } from '../../src-main/data/pair-decoder';
import { storeGeometry } from '../../src-main/data/pair-source';

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const {
    folder = '',
    resizing = 'nearest',
    inspect = false,
  } = parseArgs({
    options: { folder: text, resizing: text, inspect: { type: 'boolean' } },
  }).values;
  const changes = { inputResizing: resizing, targetResizing: resizing };
  const config = makeTrainConfig('studio', changes);
  const known = await inspectDataset(folder, config);
  const pool = new DecoderPool();
  const decoder: PairDecoder = {
    width: pool.width,
    decodePair: (...request) => pool.decodePair(...request),
    packRecords: (request) => pool.packRecords(request),
    close: () => undefined,
  };
  const forget = (): Promise<void> => rm(cacheFolder(), { recursive: true, force: true });
  const pack = async (): Promise<void> => {
    const report = inspect ? await inspectDataset(folder, { ...config, training: config }) : known;
    const store = await openStore(report, storeGeometry(config), { decoder });
    await store.close();
  };
  await forget();
  await pack();
  answer({
    ready: `Pix2Pix Studio, ${String(pool.processIds.length)} decoding processes, ${resizing}${inspect ? ', a new folder' : ''}`,
  });
  for await (const command of createInterface({ input: process.stdin })) {
    if (command === 'step') {
      if (inspect) {
        // As with the others, the processes run already.
        await forget();
        await pack();
      }
      await forget();
      const begin = performance.now();
      await pack();
      answer({ seconds: (performance.now() - begin) / 1000 });
    } else if (command === 'memory') {
      answer({ bytes: process.resourceUsage().maxRSS * 1024 });
    }
  }
  pool.close();
}

function answer(value: Readonly<Record<string, string | number>>): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

void main();
