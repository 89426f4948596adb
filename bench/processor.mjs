import { readdirSync, readFileSync } from 'node:fs';

/**
 * What Linux has counted for a process so far; null elsewhere.
 *
 * @typedef {{ running: number, waiting: number, pageFaults: number }} ProcessorAccount milliseconds of all its threads
 *   on a processor, and ready to run but waiting for one; pages that were mapped for it
 *
 * @param {number} pid
 * @returns {ProcessorAccount | null}
 */
export function processorAccount(pid) {
  if (process.platform !== 'linux') return null;
  const folder = `/proc/${String(pid)}`;
  const threads = readdirSync(`${folder}/task`).map((thread) =>
    readFileSync(`${folder}/task/${thread}/schedstat`, 'utf8').split(' ').map(Number),
  );
  const sum = (/** @type {number} */ field) => threads.reduce((total, times) => total + (times[field] ?? 0), 0) / 1e6;
  // The second field is the program's name in brackets, which may hold spaces; this one is the tenth.
  const fields = readFileSync(`${folder}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return { running: sum(0), waiting: sum(1), pageFaults: Number(fields[7]) };
}

/**
 * @param {ProcessorAccount} before
 * @param {ProcessorAccount} after
 * @param {number} count of what was done between
 * @returns {ProcessorAccount} of one of them
 */
export function accountOfOne(before, after, count) {
  return {
    running: (after.running - before.running) / count,
    waiting: (after.waiting - before.waiting) / count,
    pageFaults: (after.pageFaults - before.pageFaults) / count,
  };
}
