/** The internet sockets of processes, from the kernel's tables. Linux only. */
import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface InternetSocket {
  /** Of the process that holds it. */
  readonly pid: number;
  readonly protocol: string;
  /** Addresses and ports as the kernel writes them, in hexadecimal. */
  readonly local: string;
  readonly remote: string;
}

/** What a process gets to become what it is, on a busy machine. */
const longestStart = 60_000;
const lookMilliseconds = 20;

const protocols = ['tcp', 'tcp6', 'udp', 'udp6'];

/** Those of a process and of all that it started. */
export async function socketsOf(root: number): Promise<readonly InternetSocket[]> {
  const pids = await descendants(root);
  const held = await Promise.all(pids.map(async (pid) => [pid, await inodesOf(pid)] as const));
  const tables = await Promise.all(protocols.map(readTable));
  return held.flatMap(([pid, inodes]) =>
    tables.flatMap((table) => [...table]).flatMap(([inode, socket]) => (inodes.has(inode) ? [{ pid, ...socket }] : [])),
  );
}

/** Sockets by their inodes. */
async function readTable(protocol: string): Promise<ReadonlyMap<string, Omit<InternetSocket, 'pid'>>> {
  const lines = (await readFile(join('/proc/net', protocol), 'utf8')).trim().split('\n').slice(1);
  return new Map(
    lines.map((line) => {
      const [, local = '', remote = '', , , , , , , inode = ''] = line.trim().split(/\s+/);
      return [inode, { protocol, local, remote }];
    }),
  );
}

async function inodesOf(pid: number): Promise<ReadonlySet<string>> {
  const folder = `/proc/${String(pid)}/fd`;
  const deadline = performance.now() + longestStart;
  let names = await readdir(folder).catch(() => null);
  // One that has just been forked shows nothing until it is what it is to become.
  while (names === null && !(await isClosedOff(pid))) {
    if (performance.now() > deadline) {
      throw new Error(`The sockets of process ${String(pid)} cannot be seen, and it is in no sandbox.`);
    }
    await delay(lookMilliseconds);
    names = await readdir(folder).catch(() => null);
  }
  const links = await Promise.all((names ?? []).map((name) => readlink(join(folder, name)).catch(() => '')));
  return new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
}

/** Whether it has ended, or is in the sandbox, whose filter of system calls lets it make no socket. */
async function isClosedOff(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8').catch(() => null);
  return status === null || /^Seccomp:\s+2$/m.test(status) || /^State:\s+[ZX]/m.test(status);
}

async function descendants(root: number): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = await Promise.all(pids.map(async (pid) => [pid, await parentOf(pid)] as const));
  const found = new Set([root]);
  for (const pid of found) {
    parents.filter(([, parent]) => parent === pid).forEach(([child]) => found.add(child));
  }
  return [...found];
}

async function parentOf(pid: number): Promise<number> {
  // The name in brackets may hold anything.
  const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => '');
  return Number(stat.slice(stat.lastIndexOf(')') + 1).split(' ')[2]);
}
