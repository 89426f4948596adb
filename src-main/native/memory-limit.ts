import os from 'node:os';

/** Bytes that this process may take: the machine's memory, or what a container leaves of it. */
export function memoryLimit(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(os.totalmem(), constrained) : os.totalmem();
}
