import { spawn } from 'node:child_process';

/**
 * Runs a program to its end without a shell, showing its output on standard error. Ctrl-C reaches it directly, since
 * it stays in this terminal's process group.
 *
 * @param {string} program
 * @param {readonly string[]} commandArguments
 * @param {{ folder?: string, environment?: NodeJS.ProcessEnv, quiet?: boolean, plain?: boolean }} [options] quiet keeps
 * the output instead of showing it; plain leaves standard output and error apart, as the program writes them
 * @returns {Promise<{ code: number, output: string }>} code 127 when there is no such program; output only when quiet
 */
export function run(program, commandArguments, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, commandArguments, {
      cwd: options.folder,
      env: options.environment ?? process.env,
      stdio: options.quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', options.plain ? 1 : 2, 2],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
        output += text;
      });
    }
    child.on('error', (error) => {
      resolve({ code: 127, output: error.message });
    });
    child.on('close', (code) => {
      resolve({ code: code ?? 1, output });
    });
  });
}

/**
 * npm as `run` can start it: through Node where npm says where it lies, so that no shell is needed on Windows either.
 *
 * @returns {{ program: string, first: string[] }}
 */
export function npm() {
  const path = process.env['npm_execpath'];
  if (path?.endsWith('.js')) return { program: process.execPath, first: [path] };
  return { program: process.platform === 'win32' ? 'npm.cmd' : 'npm', first: [] };
}
