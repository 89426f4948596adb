import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { download } from '../../../../src-main/data/fetch/download';
import type { ArchiveServer } from '../../../support/archive-server';
import { startArchiveServer } from '../../../support/server-of-test';
import { temporaryFolder } from '../../../support/temporary-folder';

async function setUp(bytes = 300_000): Promise<{ server: ArchiveServer; path: string; address: URL }> {
  const server = await startArchiveServer(randomBytes(bytes));
  return {
    server,
    path: join(await temporaryFolder(), 'pairs.tar.gz'),
    address: new URL('pairs.tar.gz', server.address),
  };
}

describe('download', () => {
  it('writes the file and says how far it is', async () => {
    const { server, path, address } = await setUp();
    const seen: [number, number | null][] = [];
    expect(await download(address, path, { progress: (done, total) => seen.push([done, total]) })).toBe(300_000);
    expect(server.contents.equals(await readFile(path))).toBe(true);
    expect(seen[0]).toEqual([0, 300_000]);
    expect(seen.at(-1)).toEqual([300_000, 300_000]);
  });

  it('goes on by itself where a connection was cut', async () => {
    const { server, path, address } = await setUp();
    server.cuts.push(100_000, 50_000);
    await download(address, path);
    expect(server.contents.equals(await readFile(path))).toBe(true);
    expect(server.ranges).toHaveLength(3);
    expect(server.ranges[0]).toBeNull();
    expect(server.ranges.slice(1).every((range) => /^bytes=[1-9]\d+-$/.test(range ?? ''))).toBe(true);
  });

  it('keeps what came before an interruption, and the next call loads only the rest', async () => {
    const { server, path, address } = await setUp();
    const stop = new AbortController();
    const half = download(address, path, {
      signal: stop.signal,
      progress: (done) => {
        if (done > 100_000) {
          stop.abort(new Error('enough'));
        }
      },
    });
    await expect(half).rejects.toThrow('enough');
    const kept = (await stat(path)).size;
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(300_000);
    await download(address, path);
    expect(server.ranges.at(-1)).toBe(`bytes=${String(kept)}-`);
    expect(server.contents.equals(await readFile(path))).toBe(true);
  });

  it('asks for nothing more when all of it is there', async () => {
    const { server, path, address } = await setUp();
    await download(address, path);
    await download(address, path);
    expect(server.ranges.at(-1)).toBe('bytes=300000-');
    expect(server.contents.equals(await readFile(path))).toBe(true);
  });

  it('begins again when the file has changed on the server', async () => {
    const { server, path, address } = await setUp();
    server.cuts.push(100_000, 0);
    await expect(download(address, path)).rejects.toMatchObject({ code: 'download-interrupted' });
    server.contents = randomBytes(200_000);
    await download(address, path);
    expect(server.contents.equals(await readFile(path))).toBe(true);
  });

  it('begins again on a server that cannot go on', async () => {
    const { server, path, address } = await setUp();
    server.knowsRanges = false;
    server.cuts.push(100_000);
    await download(address, path);
    expect(server.contents.equals(await readFile(path))).toBe(true);
  });

  it('gives up when a connection brings nothing, and says how much is there', async () => {
    const { server, path, address } = await setUp();
    server.cuts.push(100_000, 0, 0);
    await expect(download(address, path)).rejects.toMatchObject({
      code: 'download-interrupted',
      data: { total: 300_000 },
    });
    expect((await stat(path)).size).toBeGreaterThan(0);
  });

  it.each([404, 403, 500])('says that the server answered %i', async (status) => {
    const { server, path, address } = await setUp();
    server.answer = (_request, response) => response.writeHead(status).end('no');
    await expect(download(address, path)).rejects.toMatchObject({ code: 'download-refused', data: { status } });
  });

  it('does not take more bytes than were announced', async () => {
    const { server, path, address } = await setUp();
    server.answer = (request) => {
      const head = 'HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-99/50\r\nContent-Length: 100\r\n\r\n';
      request.socket.end(head + 'x'.repeat(100));
    };
    await expect(download(address, path)).rejects.toMatchObject({ code: 'download-refused', data: { status: 206 } });
  });

  it('says at once that nobody answers', async () => {
    const { path } = await setUp();
    const start = performance.now();
    await expect(download(new URL('http://127.0.0.1:9/pairs.tar.gz'), path)).rejects.toMatchObject({
      code: 'download-offline',
    });
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it('does not wait for a server that has fallen silent', async () => {
    const { server, path, address } = await setUp();
    server.answer = () => undefined;
    await expect(download(address, path, { patience: 200 })).rejects.toMatchObject({ code: 'download-offline' });
    server.answer = (_request, response) => {
      response.writeHead(200, { 'content-length': 10 }).write('half');
    };
    await expect(download(address, path, { patience: 200 })).rejects.toMatchObject({ code: 'download-interrupted' });
  });

  it('follows redirects on this machine, but never to an address that is not encrypted', async () => {
    const { server, path, address } = await setUp();
    const other = await startArchiveServer(server.contents);
    server.answer = (_request, response) =>
      response.writeHead(302, { location: new URL('elsewhere.tar.gz', other.address).href }).end();
    await download(address, path);
    expect(server.contents.equals(await readFile(path))).toBe(true);
    server.answer = (_request, response) => response.writeHead(302, { location: 'http://192.0.2.1/x.tar.gz' }).end();
    await expect(download(address, `${path}2`)).rejects.toMatchObject({
      code: 'download-address',
      data: { address: 'http://192.0.2.1/x.tar.gz' },
    });
    server.answer = (_request, response) => response.writeHead(302, { location: address.href }).end();
    await expect(download(address, `${path}3`)).rejects.toMatchObject({ code: 'download-address' });
  });

  it('refuses an address that is not encrypted', async () => {
    const { path } = await setUp();
    await expect(download(new URL('http://192.0.2.1/x.tar.gz'), path)).rejects.toMatchObject({
      code: 'download-address',
    });
    await expect(download(new URL('file:///etc/passwd'), path)).rejects.toMatchObject({ code: 'download-address' });
  });
});
