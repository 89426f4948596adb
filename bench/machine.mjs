import { cpus, loadavg, totalmem } from 'node:os';

/** What figures must not be quoted without: date, processor, memory and what else the machine was doing. */
export function describeMachine() {
  const processors = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const load = loadavg()[0]?.toFixed(1) ?? '?';
  return [
    new Date().toISOString().slice(0, 16).replace('T', ' '),
    `${processors[0]?.model.trim() ?? 'unknown processor'}, ${String(processors.length)} cores, ${String(memory)} GiB`,
    `Node ${process.versions.node}`,
    `load ${load} at the start`,
  ].join('; ');
}
