import type { Host } from '../../../src-main/cli/program';
import { runCommandLine } from '../../../src-main/cli/program';

/** The command line run in this process, its output kept in memory. */
export async function runInMemory(
  values: readonly string[],
  environment: Host['environment'] = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written): Host['stdout'] => ({
    write: (text) => {
      written[name] += text;
    },
    on: () => undefined,
  });
  const code = await runCommandLine(values, { stdout: stream('stdout'), stderr: stream('stderr'), environment });
  return { code, ...written };
}
