/** A log for tests: what stands in its files, and programs that write to it in processes of their own. */
import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { root } from '../../scripts/setup/paths.mjs';

/** What every line of the log looks like. */
export const logLine =
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (info|warn|error) \d+\.\d+\.\d+ ([a-z]+)\[(\d+)\] (\P{Cc}*)$/u;

/** All lines of a folder's log, the oldest first. */
export async function readLog(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.log'));
  const age = (name: string): number => Number(/\.(\d+)\.log$/.exec(name)?.[1] ?? 0);
  names.sort((a, b) => age(b) - age(a));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts
    .join('')
    .split('\n')
    .filter((line) => line !== '');
}

/** Bundles a program that imports the log's files, and gives its path. */
export async function bundleProgram(folder: string, entry: string): Promise<string> {
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: 'node18',
      ssr: entry,
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'program.js' } },
    },
    ssr: { noExternal: ['electron-log'] },
  });
  return join(folder, 'program.js');
}

export interface ProgramEnd {
  readonly pid: number;
  readonly code: number | null;
  /** All that it printed. */
  readonly printed: string;
}

/** Runs a bundled program to its end. */
export function runProgram(program: string, values: readonly string[]): Promise<ProgramEnd> {
  const child = spawn(process.execPath, [program, ...values], { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ pid: child.pid ?? 0, code, printed });
    });
  });
}
