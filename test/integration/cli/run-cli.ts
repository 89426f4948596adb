import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { z } from 'zod';

const root = join(__dirname, '..', '..', '..');
const program = join(root, 'out', 'main', 'cli.js');
/** What a person starts, which starts the other. */
export const starter = join(root, 'scripts', 'studio.mjs');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

const recordSchema = z.looseObject({ type: z.string() });
export type JsonRecord = z.infer<typeof recordSchema>;

const errorSchema = z.strictObject({ type: z.literal('error'), code: z.string(), message: z.string() });

export type Child = ChildProcessByStdio<null, Readable, Readable>;

export interface Watch {
  readonly onStart?: (child: Child) => void;
  /** Told every line of standard output as it comes. */
  readonly onLine?: (line: string, child: Child) => void;
  /** What its environment has besides. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs the built command line in a process of its own, in an English terminal. */
export function runCli(values: readonly string[], watch: Watch = {}, script = program): Promise<Ended> {
  const { PATH, HOME, TMPDIR, PIX2PIX_STUDIO_LOGS = join(tmpdir(), 'pix2pix-studio-logs') } = process.env;
  const child = spawn(process.execPath, [script, ...values], {
    env: { PATH, HOME, TMPDIR, LANG: 'C.UTF-8', PIX2PIX_STUDIO_LOGS, ...processorLimits(), ...watch.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { stdout: '', stderr: '' };
  createInterface({ input: child.stdout }).on('line', (line) => {
    written.stdout += `${line}\n`;
    watch.onLine?.(line, child);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    written.stderr += text;
  });
  watch.onStart?.(child);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve({ code, signal, ...written });
    });
  });
}

/** What `test:processors` says of the processor holds for the children too. */
function processorLimits(): Readonly<Record<string, string | undefined>> {
  const names = ['ONEDNN_MAX_CPU_ISA', 'TF_NUM_INTRAOP_THREADS', 'PIX2PIX_STUDIO_KERNELS'];
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}

/** Lines that the TensorFlow library writes by itself when it is loaded, before any setting of its log applies. */
const libraryLog = /^(WARNING: All log messages before absl::InitializeLog|[IW]\d{4} )/;

/** What the command line itself wrote to standard error. */
export function ownLines(stderr: string): string {
  return stderr
    .split('\n')
    .filter((line) => !libraryLog.test(line))
    .join('\n');
}

/** Every line of `text` as a JSON object with a type. */
export function records(text: string): readonly JsonRecord[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map(parseRecord);
}

export function parseRecord(line: string): JsonRecord {
  return recordSchema.parse(JSON.parse(line));
}

/** The one error, and nothing else, that standard error holds with --json. */
export function onlyError(stderr: string): z.infer<typeof errorSchema> {
  return errorSchema.parse(JSON.parse(ownLines(stderr)));
}
