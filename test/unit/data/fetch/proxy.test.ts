import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer as createHttpServer, type IncomingHttpHeaders } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { download } from '../../../../src-main/data/fetch/download';
import { proxyOf } from '../../../../src-main/data/fetch/proxy';
import { temporaryFolder } from '../../../support/temporary-folder';

const open: Server[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const server of open.splice(0)) {
    server.close();
  }
});

async function portOf(server: Server): Promise<number> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** A server with a certificate of its own, which is trusted in this test alone. */
async function secureServer(folder: string, contents: Buffer): Promise<number> {
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const make = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=localhost'];
  execFileSync('openssl', [...make, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  const server = createHttpsServer({ key: await readFile(key), cert: await readFile(certificate) }, (_, response) => {
    response.setHeader('content-length', contents.length);
    response.end(contents);
  });
  return portOf(server);
}

interface Asked {
  readonly target: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** A proxy that passes everything on to a port of this machine, or refuses with a status. */
async function proxyTo(port: number, status = 200): Promise<{ readonly port: number; readonly asked: Asked[] }> {
  const asked: Asked[] = [];
  const proxy = createHttpServer();
  proxy.on('connect', ({ url, headers }, client) => {
    asked.push({ target: url, headers });
    if (status !== 200) {
      client.end(`HTTP/1.1 ${String(status)} No\r\n\r\n`);
      return;
    }
    const server = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(server).pipe(client);
    });
    client.on('error', () => server.destroy());
    server.on('error', () => client.destroy());
  });
  return { port: await portOf(proxy), asked };
}

describe('download through a proxy', () => {
  it('asks the proxy for a way to the host, with name and password, and loads the file over it', async () => {
    const folder = await temporaryFolder();
    const contents = Buffer.from('an archive');
    const proxy = await proxyTo(await secureServer(folder, contents));
    vi.stubEnv('HTTPS_PROXY', `http://me:p%40ss@127.0.0.1:${String(proxy.port)}`);
    const path = join(folder, 'archive');
    await download(new URL('https://datasets.example/facades.tar.gz'), path);
    expect((await readFile(path)).equals(contents)).toBe(true);
    expect(proxy.asked.map(({ target }) => target)).toEqual(['datasets.example:443']);
    const authorization = `Basic ${Buffer.from('me:p@ss').toString('base64')}`;
    expect(proxy.asked[0]?.headers).toMatchObject({ 'proxy-authorization': authorization });
  });

  it('says what the proxy answered when it refuses', async () => {
    const proxy = await proxyTo(1, 407);
    vi.stubEnv('HTTPS_PROXY', `127.0.0.1:${String(proxy.port)}`);
    const path = join(await temporaryFolder(), 'archive');
    await expect(download(new URL('https://datasets.example/a'), path)).rejects.toMatchObject({
      code: 'download-offline',
      data: { reason: expect.stringContaining('answered 407') as string },
    });
  });

  it('says so at once when there is no proxy at that address', async () => {
    const closed = createServer();
    const port = await portOf(closed);
    await new Promise((resolve) => closed.close(resolve));
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${String(port)}`);
    const path = join(await temporaryFolder(), 'archive');
    await expect(download(new URL('https://datasets.example/a'), path)).rejects.toMatchObject({
      code: 'download-offline',
      data: { reason: expect.stringContaining('ECONNREFUSED') as string },
    });
  });
});

describe('proxyOf', () => {
  const address = new URL('https://efrosgans.example.edu/pix2pix/');
  it.each([
    [{}, null],
    [{ HTTPS_PROXY: 'http://proxy:3128' }, 'http://proxy:3128/'],
    [{ https_proxy: 'proxy:3128' }, 'http://proxy:3128/'],
    [{ ALL_PROXY: 'http://all:1' }, 'http://all:1/'],
    [{ HTTP_PROXY: 'http://plain:1' }, null],
    [{ HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: '*' }, null],
    [{ HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'localhost, .example.edu' }, null],
    [{ HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'ample.edu' }, 'http://proxy:3128/'],
  ])('%j', (environment, expected) => {
    expect(proxyOf(address, environment)?.href ?? null).toBe(expected);
  });

  it('is none for this machine', () => {
    expect(proxyOf(new URL('http://127.0.0.1:8080/'), { ALL_PROXY: 'http://all:1' })).toBeNull();
  });
});
