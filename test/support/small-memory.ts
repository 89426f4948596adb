/** A real limit of memory that the kernel enforces by ending processes, where the tests may set one. */
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SmallMemory {
  /** Puts what a shell starts under the limit; the command's words follow as arguments. */
  readonly shell: readonly [string, ...string[]];
  /** Puts a process under the limit: what it takes from now on counts. */
  add(process: number): void;
  remove(): void;
}

/** Limits a group of processes to `bytes`, or gives null where that is not permitted. */
export function limitMemory(bytes: number): SmallMemory | null {
  const isOld = existsSync('/sys/fs/cgroup/memory/memory.limit_in_bytes');
  const group = join(isOld ? '/sys/fs/cgroup/memory' : '/sys/fs/cgroup', `pix2pix-test-${String(process.pid)}`);
  try {
    mkdirSync(group);
  } catch {
    return null;
  }
  const remove = (): void => {
    rmdirSync(group);
  };
  try {
    writeFileSync(join(group, isOld ? 'memory.limit_in_bytes' : 'memory.max'), String(bytes));
    if (readFileSync('/proc/swaps', 'utf8').trimEnd().includes('\n')) {
      writeFileSync(
        join(group, isOld ? 'memory.memsw.limit_in_bytes' : 'memory.swap.max'),
        isOld ? String(bytes) : '0',
      );
    }
  } catch {
    remove();
    return null;
  }
  const processes = join(group, 'cgroup.procs');
  return {
    shell: ['sh', '-c', `echo $$ > ${processes} && exec "$@"`, 'sh'],
    add(process) {
      writeFileSync(processes, String(process));
    },
    remove,
  };
}
