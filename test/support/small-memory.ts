/** A real limit of memory that the kernel enforces by ending processes, where the tests may set one. */
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { systemCode } from '../../src-main/contract/errors';

export interface SmallMemory {
  /** Puts what a shell starts under the limit; the command's words follow as arguments. */
  readonly shell: readonly [string, ...string[]];
  /** Puts a process under the limit: what it takes from now on counts. */
  add(process: number): void;
  /**
   * Takes the limit away once all processes under it have ended, which those of a process that was killed do a little
   * later than it.
   *
   * @throws Error naming those that do not end.
   */
  remove(): Promise<void>;
}

/** What processes get to end by themselves, on a busy machine. */
const longestEnd = 60_000;
const lookMilliseconds = 20;

/** Each limit of this process has a group of its own. */
let lastGroup = 0;

/** Limits a group of processes to `bytes`, or gives null where that is not permitted. */
export function limitMemory(bytes: number): SmallMemory | null {
  const isOld = existsSync('/sys/fs/cgroup/memory/memory.limit_in_bytes');
  lastGroup += 1;
  const group = join(
    isOld ? '/sys/fs/cgroup/memory' : '/sys/fs/cgroup',
    `pix2pix-test-${String(process.pid)}-${String(lastGroup)}`,
  );
  try {
    mkdirSync(group);
  } catch {
    return null;
  }
  try {
    writeFileSync(join(group, isOld ? 'memory.limit_in_bytes' : 'memory.max'), String(bytes));
    if (readFileSync('/proc/swaps', 'utf8').trimEnd().includes('\n')) {
      writeFileSync(
        join(group, isOld ? 'memory.memsw.limit_in_bytes' : 'memory.swap.max'),
        isOld ? String(bytes) : '0',
      );
    }
  } catch {
    rmdirSync(group);
    return null;
  }
  const processes = join(group, 'cgroup.procs');
  return {
    shell: ['sh', '-c', `echo $$ > ${processes} && exec "$@"`, 'sh'],
    add(process) {
      writeFileSync(processes, String(process));
    },
    remove: () => removeGroup(group, processes),
  };
}

/** The kernel refuses while a process is in the group, and for a moment after the last one has gone. */
async function removeGroup(group: string, processes: string): Promise<void> {
  const deadline = performance.now() + longestEnd;
  while (!isRemoved(group)) {
    if (performance.now() > deadline) {
      const left = readFileSync(processes, 'utf8').trim().split('\n').join(', ');
      throw new Error(`Processes under a limit of memory have not ended: ${left}.`);
    }
    await delay(lookMilliseconds);
  }
}

function isRemoved(group: string): boolean {
  try {
    rmdirSync(group);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EBUSY') {
      return false;
    }
    throw error;
  }
}
