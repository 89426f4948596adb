import { describe, expect, it } from 'vitest';
import { forbiddenIn, type Chunk } from '../../../scripts/bundle-guard.mjs';

const contract = { imports: [], dynamicImports: [], modules: ['/home/me/studio/src-main/contract/config.ts'] };

describe('forbiddenIn', () => {
  it('lets the main process have its own files, the contract and Electron', () => {
    const app = { imports: ['electron', 'config.js'], dynamicImports: [], modules: ['/home/me/src-main/app/main.ts'] };
    expect(forbiddenIn('app.js', chunks({ 'app.js': app, 'config.js': contract }))).toEqual([]);
  });

  it('finds TensorFlow and the engine in the entry, in a shared chunk and behind a dynamic import', () => {
    const app = {
      imports: ['shared.js'],
      dynamicImports: ['later.js'],
      modules: ['/home/me/src-main/engine/eager.ts'],
    };
    const shared = { imports: ['@tensorflow/tfjs-node-gpu'], dynamicImports: [], modules: [] };
    const later = { imports: ['app.js'], dynamicImports: [], modules: ['/home/me/src-main/native/tensorflow.ts'] };
    expect(forbiddenIn('app.js', chunks({ 'app.js': app, 'shared.js': shared, 'later.js': later }))).toEqual([
      '/home/me/src-main/engine/eager.ts (in app.js)',
      '/home/me/src-main/native/tensorflow.ts (in later.js)',
      '@tensorflow/tfjs-node-gpu',
    ]);
  });
});

function chunks(record: Record<string, Chunk>): Map<string, Chunk> {
  return new Map(Object.entries(record));
}
