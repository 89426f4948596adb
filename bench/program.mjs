import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { root } from '../scripts/setup/paths.mjs';

/**
 * Runs a program that prints JSON lines, to its end. PyTorch's threads are told not to spin while they wait: that
 * makes it ten times slower on a machine that does anything else.
 *
 * @param {string} program
 * @param {readonly string[]} parameters
 * @param {Readonly<Record<string, string>>} [environment] beside this process's own
 * @returns {Promise<unknown[]>} the lines
 */
export async function jsonLines(program, parameters, environment = {}) {
  const child = spawn(program, parameters, {
    cwd: root,
    env: { ...process.env, OMP_WAIT_POLICY: 'PASSIVE', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (code !== 0) throw new Error(`"${program} ${parameters.join(' ')}" ended with code ${String(code)}.`);
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
