/** The addon in processes of their own, in which the system refuses what it needs. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { preloaded } from '../../support/preload';
import { refusedThreads } from '../../support/refused-threads';
import { temporaryFolder } from '../../support/temporary-folder';

const root = join(import.meta.dirname, '..', '..', '..');
const packageFolder = join(root, 'node_modules', '@tensorflow', 'tfjs-node-gpu');
const built = join(packageFolder, 'lib', 'napi-v8', 'generator.node');

/** The program knows `addon`, `create(threads)`, `predict(generator)`, `threads()` of this process, and `message(of)` a call. */
const begin = `
const { readdirSync } = require('node:fs');
const addon = require(process.argv[1]);
const none = new Float32Array();
const kernel = new Float32Array(96);
const create = (threads) => addon.create({
  size: 2, threads, leakySlope: 0.2, normEpsilon: 1e-3, dropout: 0,
  downs: [{ kernel, gamma: none, beta: none }], ups: [], lastKernel: kernel, lastBias: new Float32Array(3),
});
const predict = (generator) => addon.predict(generator, new Uint8Array(12), [1, 2, 2], []).length;
const threads = () => readdirSync('/proc/self/task').length;
const message = (of) => {
  try {
    of();
    return '';
  } catch (error) {
    return error.message;
  }
};
`;

/** What a program writes as JSON. The process must end with 0. */
async function runProgram(program: string, addon: string, environment: Readonly<Record<string, string>>) {
  const values = ['--eval', `${begin}${program}`, addon];
  const { stdout } = await promisify(execFile)(process.execPath, values, { env: { ...process.env, ...environment } });
  return JSON.parse(stdout) as unknown;
}

describe.runIf(process.platform === 'linux')('the generator addon', () => {
  it.each([1, 2, 7])(
    'throws where the system refuses thread %d, ends those before it, and works afterwards',
    async (n) => {
      const program = `
      const [before, kept] = [threads(), []];
      process.env.REFUSED_THREAD = '${String(n)}';
      const refused = [1, 2, 3].map(() => message(() => kept.push(create(8))));
      delete process.env.REFUSED_THREAD;
      const after = threads();
      const generator = create(8);
      console.log(JSON.stringify({ refused, left: after - before, made: threads() - after, length: predict(generator) }));
    `;
      const environment = await preloaded(await temporaryFolder(), refusedThreads);
      expect(await runProgram(program, built, environment)).toEqual({
        refused: [expect.stringMatching(/^a thread could not be started: /), '', ''],
        left: 14,
        made: 7,
        length: 12,
      });
    },
  );

  it('keeps nothing of a generator that JavaScript could not be given', async () => {
    const folder = await temporaryFolder();
    const header = join(folder, 'refuse.h');
    await writeFile(
      header,
      `
      #include <node_api.h>
      #include <cstdlib>
      inline napi_status Refusing(napi_env env, void* data, napi_finalize finalize, void* hint, napi_value* result) {
        return getenv("REFUSED") ? napi_generic_failure : napi_create_external(env, data, finalize, hint, result);
      }
      #define napi_create_external Refusing
      `,
    );
    const addon = join(folder, 'refusing.node');
    const sources = join(root, 'src-main', 'native', 'addon', 'generator');
    await promisify(execFile)(process.env['CXX'] ?? 'g++', [
      ...['-std=c++17', '-shared', '-fPIC', '-pthread', '-DNAPI_VERSION=8', '-DNODE_GYP_MODULE_NAME=refusing'],
      ...['-I', join(root, 'node_modules', 'node-api-headers', 'include'), '-include', header],
      ...[join(sources, 'addon.cc'), join(root, '.setup', 'generator', 'generator.node.o'), '-o', addon],
    ]);
    const program = `
      const before = threads();
      process.env.REFUSED = '1';
      const refused = Array.from({ length: 20 }, () => message(() => create(4)));
      delete process.env.REFUSED;
      console.log(JSON.stringify({ refused, left: threads() - before, length: predict(create(4)) }));
    `;
    expect(await runProgram(program, addon, {})).toEqual({
      refused: Array.from({ length: 20 }, () => 'an argument is not what it must be'),
      left: 0,
      length: 12,
    });
  });
});
