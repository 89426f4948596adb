import { cpus, loadavg, totalmem } from 'node:os';
import { say } from '../scripts/setup/step.mjs';

/** More than this many programs running beside a benchmark falsify it. */
const quietLoad = 0.5;

/** What figures must not be quoted without: date, processor, memory and what else the machine was doing. */
export function describeMachine() {
  const processors = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const load = loadavg()[0] ?? 0;
  if (load > quietLoad) {
    say(`This machine is busy (load ${load.toFixed(1)}): do not trust times that are measured now.`);
  }
  return [
    new Date().toISOString().slice(0, 16).replace('T', ' '),
    `${processors[0]?.model.trim() ?? 'unknown processor'}, ${String(processors.length)} cores, ${String(memory)} GiB`,
    `Node ${process.versions.node}`,
    `load ${load.toFixed(1)} at the start`,
  ].join('; ');
}
