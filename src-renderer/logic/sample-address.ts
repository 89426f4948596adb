/** Where a sample picture of a run lies within the window's own origin. */
import { runFiles, stepFolder } from '../../src-main/contract/run';
import { appOrigin } from '../../src-main/contract/wire';

/** @param run name of the run's folder; @param index of the pair, from 0 */
export function sampleAddress(run: string, step: number, index: number): string {
  return `${appOrigin}/runs/${encodeURIComponent(run)}/${runFiles.samples}/${stepFolder(step)}/${String(index)}.png`;
}
