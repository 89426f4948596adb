/** The way through the proxy that the environment names, as programs of the command line take it. */
import { request, type OutgoingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';

type Environment = Readonly<Record<string, string | undefined>>;

export interface TunnelOptions {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for the proxy's answer. */
  readonly patience: number;
}

/**
 * The proxy for an address: HTTPS_PROXY or ALL_PROXY, unless NO_PROXY names the address' host or a domain that it is in.
 * Null for none, and for addresses that are not HTTPS: they are this machine's own.
 */
export function proxyOf({ protocol, hostname }: URL, environment: Environment = process.env): URL | null {
  const value = (name: string): string => environment[name.toLowerCase()] ?? environment[name] ?? '';
  const chosen = value('HTTPS_PROXY') || value('ALL_PROXY');
  const isExcepted = value('NO_PROXY')
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map((entry) => entry.replace(/^\*?\./, '').replace(/:\d+$/, ''))
    .some((entry) => entry === '*' || hostname === entry || hostname.endsWith(`.${entry}`));
  return protocol !== 'https:' || chosen === '' || isExcepted ? null : parseProxy(chosen);
}

/** "proxy:3128" means HTTP, as everywhere. */
function parseProxy(text: string): URL {
  return new URL(/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`);
}

/**
 * An encrypted connection to an address, which the proxy passes on unread.
 *
 * @throws Error when the proxy cannot be reached, refuses, or is no HTTP proxy; the reason of an aborted signal
 */
export async function tunnel(proxy: URL, address: URL, { signal, patience }: TunnelOptions): Promise<TLSSocket> {
  if (proxy.protocol !== 'http:') {
    throw new Error(`the proxy ${proxy.host} is not one of HTTP`);
  }
  const { hostname } = address;
  const target = `${hostname}:${address.port || '443'}`;
  const socket = await new Promise<Socket>((resolve, reject) => {
    const asked = request({
      host: proxy.hostname,
      port: proxy.port || 80,
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...credentials(proxy) },
      timeout: patience,
      ...(signal === undefined ? {} : { signal }),
    });
    asked.on('connect', ({ statusCode }, connected) => {
      if (statusCode === 200) {
        resolve(connected);
      } else {
        connected.destroy();
        reject(new Error(`the proxy ${proxy.host} answered ${String(statusCode)}`));
      }
    });
    asked.on('timeout', () => {
      asked.destroy(new Error(`the proxy ${proxy.host} did not answer for ${String(patience / 1000)} seconds`));
    });
    asked.on('error', reject);
    asked.end();
  });
  return connect({ socket, servername: hostname });
}

function credentials({ username, password }: URL): OutgoingHttpHeaders {
  if (username === '') {
    return {};
  }
  const text = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(text).toString('base64')}` };
}
