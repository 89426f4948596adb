/** Where the sample pictures of a run lie within the window's own origin. */
import { runFiles, stepFolder } from './run';
import { appOrigin } from './wire';

/** @param run name of the run's folder; @returns the address of the folder of a step's pictures */
export function samplesAddress(run: string, step: number): string {
  return `${appOrigin}/runs/${encodeURIComponent(run)}/${runFiles.samples}/${stepFolder(step)}`;
}

/** @param index of the pair, from 0 */
export function sampleAddress(run: string, step: number, index: number): string {
  return `${samplesAddress(run, step)}/${String(index)}.png`;
}
