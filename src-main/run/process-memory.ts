/**
 * The memory of a process, as seen by the one that started it: a process that the system ends can say nothing itself.
 * Linux tells; elsewhere nothing is known of another process, and its end stays an end for no known reason.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { memoryLimit } from '../native/memory-limit';

/**
 * For a process that trains, where the C library is glibc. Its own limits move: once a large buffer was freed, later ones
 * of its size come out of the heap of whichever thread asks, and stay there. Each checkpoint is written through one of
 * 8 MiB, so a long run would keep some in every thread; with fixed limits they go back to the system.
 */
export const memoryEnvironment = {
  MALLOC_MMAP_THRESHOLD_: String(8 * 2 ** 20),
  MALLOC_TRIM_THRESHOLD_: String(64 * 2 ** 20),
};

/** How far up a process must have come for an end of its own making to count as a lack of memory. */
const nearlyAll = 0.75;
const lookMilliseconds = 100;

/** How a process ends that cannot get the memory it asks for, where the system does not end it. */
const ownEnds: readonly (NodeJS.Signals | null)[] = ['SIGABRT', 'SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGTRAP'];

const lackSchema = z.object({
  signal: z.string(),
  /** The most that the process was seen to take. */
  peakBytes: z.number(),
});
export type LackOfMemory = Readonly<z.infer<typeof lackSchema>>;

/** What a command's own process cannot say any more, the next one is told in this variable. */
const lackVariable = 'PIX2PIX_STUDIO_LACK_OF_MEMORY';

/** The environment of a process that is to explain the end of another. */
export function environmentOfLack(lack: LackOfMemory): Readonly<Record<string, string>> {
  return { [lackVariable]: JSON.stringify(lack) };
}

/** The lack that this process is to explain, or null. */
export function lackOfEnvironment(environment: Readonly<Record<string, string | undefined>>): LackOfMemory | null {
  const text = environment[lackVariable];
  return text === undefined ? null : lackSchema.parse(JSON.parse(text));
}

export interface MemoryWatch {
  /** To be asked once, when the process has ended; null where memory was not the reason. */
  readonly ended: (signal: NodeJS.Signals | null) => LackOfMemory | null;
}

/** Begins to watch a process. */
export function watchMemory(pid: number): MemoryWatch {
  const killsBefore = outOfMemoryKills();
  let peakBytes = 0;
  let addressBytes = 0;
  let addressLimit = Infinity;
  const look = (): void => {
    const status = `/proc/${String(pid)}/status`;
    peakBytes = Math.max(peakBytes, kilobytes(status, /^VmHWM:\s+(\d+)/m));
    addressLimit = Number(read(`/proc/${String(pid)}/limits`, /^Max address space\s+(\d+)/m) ?? addressLimit);
    addressBytes = Math.max(addressBytes, kilobytes(status, /^VmPeak:\s+(\d+)/m));
  };
  const timer = setInterval(look, lookMilliseconds);
  timer.unref();
  return {
    ended(signal) {
      clearInterval(timer);
      const wasKilled = signal === 'SIGKILL' && outOfMemoryKills() > killsBefore;
      const share = Math.max(peakBytes / memoryLimit(), addressBytes / addressLimit);
      const gaveUp = ownEnds.includes(signal) && share > nearlyAll;
      return signal !== null && (wasKilled || gaveUp) ? { signal, peakBytes } : null;
    },
  };
}

/** How many processes the kernel has ended since it started because memory was short. */
function outOfMemoryKills(): number {
  return Number(read('/proc/vmstat', /^oom_kill (\d+)$/m) ?? 0);
}

function kilobytes(path: string, pattern: RegExp): number {
  return Number(read(path, pattern) ?? 0) * 1024;
}

function read(path: string, pattern: RegExp): string | undefined {
  try {
    return pattern.exec(readFileSync(path, 'utf8'))?.[1];
  } catch {
    // Gone, or not Linux.
    return undefined;
  }
}
