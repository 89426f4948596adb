import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { datasetArchive } from '../../../support/archives';
import type { ArchiveServer } from '../../../support/archive-server';
import { startArchiveServer } from '../../../support/server-of-test';
import { temporaryFolder } from '../../../support/temporary-folder';
import { runInMemory } from '../memory-host';

async function setUp(name: string): Promise<{ server: ArchiveServer; folder: string }> {
  const server = await startArchiveServer(datasetArchive(name));
  vi.stubEnv('PIX2PIX_STUDIO_DATASETS', server.address);
  vi.stubEnv('PIX2PIX_STUDIO_CACHE', await temporaryFolder());
  return { server, folder: join(await temporaryFolder(), name) };
}

afterEach(() => {
  vi.unstubAllEnvs();
});

const lineSchema = z.looseObject({ type: z.string() });

describe('studio fetch', () => {
  it('says what it loads, from where and under which terms, and how to train on it', async () => {
    const { server, folder } = await setUp('edges2shoes');
    const { code, stdout } = await runInMemory(['fetch', 'edges2shoes', '--out', folder]);
    expect(code).toBe(0);
    expect(stdout).toContain(`about 2.2 GB from ${server.address}edges2shoes.tar.gz`);
    expect(stdout).toContain('https://vision.cs.utexas.edu/projects/finegrained/utzap50k/');
    expect(stdout).toContain('train 3, test 1');
    expect(stdout).toContain(`train ${folder} --input-side left`);
    expect((await readdir(folder)).sort()).toEqual(['test', 'train']);
  });

  it('prints objects with --json', async () => {
    const { folder } = await setUp('facades');
    const { stdout } = await runInMemory(['fetch', 'facades', '--out', folder, '--json']);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => lineSchema.parse(JSON.parse(line)));
    expect(lines[0]).toMatchObject({ type: 'start', dataset: 'facades', megabytes: 30 });
    expect(lines.some(({ type }) => type === 'progress')).toBe(true);
    expect(lines.at(-1)).toEqual({ type: 'done', folder, pictures: { train: 3, test: 1 } });
  });

  it('refuses a name that it does not know, as wrong usage', async () => {
    const { code, stderr } = await runInMemory(['fetch', 'horse2zebra']);
    expect(code).toBe(2);
    expect(stderr).toContain('facades, maps, cityscapes, edges2shoes, edges2handbags, night2day');
  });

  it('says that it is off line', async () => {
    const { folder } = await setUp('facades');
    vi.stubEnv('PIX2PIX_STUDIO_DATASETS', 'http://127.0.0.1:9/');
    const { code, stderr } = await runInMemory(['fetch', 'facades', '--out', folder]);
    expect(code).toBe(1);
    expect(stderr).toContain('No connection to http://127.0.0.1:9/facades.tar.gz');
  });

  it('stops at Ctrl-C with code 130, and goes on from there', async () => {
    const { server, folder } = await setUp('facades');
    server.answer = (_request, response) => {
      response.writeHead(200, { 'content-length': server.contents.length, etag: '"one"' });
      response.write(server.contents.subarray(0, 60_000), () => process.emit('SIGTERM'));
    };
    const { code, stderr } = await runInMemory(['fetch', 'facades', '--out', folder]);
    expect(code).toBe(130);
    expect(stderr).toContain('goes on from there');
    await expect(readdir(folder)).rejects.toThrow();
  });
});
