import { statSync } from 'node:fs';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logFilesKept } from '../../../src-main/contract/log';
import { bundleProgram, logLine, readLog, runProgram } from '../../support/log-writer';
import { mountSmallDisk } from '../../support/small-disk';
import { sharedFolder, temporaryFolder } from '../../support/temporary-folder';

let writer = '';
let parent = '';
let remove = (): Promise<void> => Promise.resolve();

beforeAll(async () => {
  const shared = await sharedFolder();
  ({ remove } = shared);
  writer = await bundleProgram(join(shared.folder, 'writer'), join(__dirname, 'writer.ts'));
  parent = await bundleProgram(join(shared.folder, 'parent'), join(__dirname, 'child.ts'));
});
afterAll(() => remove());

describe('several processes that write at once', () => {
  it('keep whole lines, and lose none', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'logs', 'pix2pix-studio.log');
    const ends = await Promise.all([1, 2, 3].map(() => runProgram(writer, [path, '800'])));
    expect(ends.map(({ code, printed }) => [code, printed])).toEqual(ends.map(() => [0, '']));
    const lines = await readLog(join(folder, 'logs'));
    for (const line of lines) {
      expect(line).toMatch(logLine);
    }
    for (const { pid } of ends) {
      const own = lines.filter((line) => line.includes(`cli[${String(pid)}]`));
      expect(own.map((line) => Number(/line (\d+)/.exec(line)?.[1]))).toEqual(Array.from({ length: 800 }, (_, i) => i));
    }
  });

  it('put the file aside once each time it is full, and keep a fixed number of files with all that came last', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'pix2pix-studio.log');
    const largest = 8000;
    const ends = await Promise.all([1, 2, 3].map(() => runProgram(writer, [path, '900', String(largest)])));
    expect(ends.map(({ code, printed }) => [code, printed])).toEqual(ends.map(() => [0, '']));
    const names = (await readdir(folder)).sort();
    expect(names).toEqual([
      ...Array.from({ length: logFilesKept - 1 }, (_, index) => `pix2pix-studio.${String(index + 1)}.log`),
      'pix2pix-studio.log',
    ]);
    for (const name of names.slice(0, -1)) {
      const { size } = statSync(join(folder, name));
      // Each process counts only its own lines.
      expect(size).toBeGreaterThan(largest);
      expect(size).toBeLessThan(3 * largest + 3 * 200);
    }
    const lines = await readLog(folder);
    for (const line of lines) {
      expect(line).toMatch(logLine);
    }
    for (const { pid } of ends) {
      const numbers = lines
        .filter((line) => line.includes(`cli[${String(pid)}]`))
        .map((line) => Number(/line (\d+)/.exec(line)?.[1]));
      // What is left of a process is its end, without a gap.
      const first = numbers[0] ?? 900;
      expect(numbers).toEqual(Array.from({ length: 900 - first }, (_, index) => first + index));
    }
  });

  it('do not stop for the mark of a process that died while it put the file aside', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'pix2pix-studio.log');
    await mkdir(`${path}.rotating`);
    await runProgram(writer, [path, '50', '3000']);
    expect(await readdir(folder)).not.toContain('pix2pix-studio.1.log');
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(`${path}.rotating`, longAgo, longAgo);
    await runProgram(writer, [path, '50', '3000']);
    expect(await readdir(folder)).toContain('pix2pix-studio.1.log');
    expect(await readLog(folder)).toHaveLength(100);
  });
});

describe('a place that cannot be written to costs lines and nothing else', () => {
  it('a file where the folder should be', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'logs'), '');
    const end = await runProgram(writer, [join(folder, 'logs', 'pix2pix-studio.log'), '1000']);
    expect(end).toMatchObject({ code: 0, printed: '' });
  });

  it('a full disk and a read-only one; once there is room again the log goes on with whole lines', async () => {
    const folder = await temporaryFolder();
    const disk = await mountSmallDisk(folder, 2 ** 20);
    if (disk === null) {
      return;
    }
    const path = join(folder, 'pix2pix-studio.log');
    try {
      await runProgram(writer, [path, '3']);
      await disk.fill(0);
      expect(await runProgram(writer, [path, '1000'])).toMatchObject({ code: 0, printed: '' });
      await disk.setReadOnly(true);
      expect(await runProgram(writer, [path, '1000'])).toMatchObject({ code: 0, printed: '' });
      await disk.setReadOnly(false);
      await disk.empty();
      await runProgram(writer, [path, '4']);
      const lines = await readLog(folder);
      expect(lines.slice(0, 3).join('\n')).toMatch(/line 0 .*\n.*line 1 .*\n.*line 2 /);
      const last = lines.slice(-4);
      expect(last.map((line) => Number(/line (\d)/.exec(line)?.[1]))).toEqual([0, 1, 2, 3]);
      for (const line of last) {
        expect(line).toMatch(logLine);
      }
    } finally {
      await disk.unmount();
    }
  });
});

describe('a child', () => {
  async function lived(code: string): Promise<{ lines: readonly string[]; child: string; end: number | null }> {
    const folder = await temporaryFolder();
    const { code: end, printed } = await runProgram(parent, [join(folder, 'pix2pix-studio.log'), code]);
    expect(printed).toBe('');
    const lines = await readLog(folder);
    for (const line of lines) {
      expect(line).toMatch(logLine);
    }
    const child = /started (training\[\d+\])$/.exec(lines[0] ?? '')?.[1] ?? 'none';
    return { lines, child, end };
  }

  it('stands in the log with its start, what it printed, and its end', async () => {
    const { lines, child } = await lived('console.log("fine"); console.error("bad\\u0007"); process.exit(3)');
    expect(lines.map((line) => line.replace(/^\S+ /, ''))).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^info 0\.\S+ trainer\[\d+\] started training\[\d+\]$/),
        expect.stringContaining(`${child} stdout: fine`),
        expect.stringContaining(`${child} stderr: bad\\u0007`),
        expect.stringMatching(/^error 0\.\S+ trainer\[\d+\] training\[\d+\] ended: code 3$/),
      ]),
    );
  });

  it('that is killed stands there with its signal', async () => {
    const { lines, child } = await lived('process.kill(process.pid, "SIGKILL")');
    expect(lines.at(-1)).toContain(`${child} ended: SIGKILL`);
  });

  it('that prints without end is read to its end, and little of it is kept', async () => {
    const { lines, child } = await lived(
      'const text = "z".repeat(90) + "\\n"; for (let i = 0; i < 200000; i += 1) process.stdout.write(text)',
    );
    expect(lines.at(-1)).toContain(`${child} ended: code 0`);
    expect(lines.length).toBeGreaterThan(50);
    expect(lines.length).toBeLessThan(3000);
  });
});
