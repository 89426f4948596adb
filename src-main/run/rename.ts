/** A name of one's own for a run. The folder keeps its name: other programs may be reading in it. */
import type { RunRecord } from '../contract/run';
import { writeError } from '../contract/errors';
import { withLock } from './lock';
import { writeRunRecord } from './record';
import { readRunRecord } from '../runfolder/record';

/**
 * Writes the title into `run.json`; an empty one takes it away, and the run is then called as its folder.
 *
 * @throws AppError `run-locked` while the run is being trained, `run-missing`, `run-damaged`, `run-newer`, `disk-full`,
 *   `write-failed`.
 */
export async function renameRun(run: string, title: string): Promise<void> {
  await readRunRecord(run);
  await withLock(run, async () => {
    const record: RunRecord = await readRunRecord(run);
    const named = title.trim();
    // JSON has no undefined: the field is then left out.
    await writeRunRecord(run, { ...record, title: named === '' ? undefined : named }).catch((error: unknown) => {
      throw writeError(run, error);
    });
  });
}
