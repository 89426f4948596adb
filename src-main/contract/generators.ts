/** What the window knows of a run's generators: the checkpoints that can be tried and exported, and what was exported. */
import type { Transform } from './dataset';
import type { ExportFormat, ExportPrecision } from './export';

/** A whole checkpoint. */
export interface CheckpointSummary {
  readonly step: number;
  /** Whole epochs done. */
  readonly epoch: number;
  /** Mean absolute difference of prediction and target over the fixed pairs, or null where it was not measured. */
  readonly validationL1: number | null;
  readonly isLatest: boolean;
  /** Whether it has the lowest validation L1 of all that are kept. */
  readonly isBest: boolean;
  /** Address of a sample that was drawn at or before its step: input | target | prediction. */
  readonly picture: string | null;
}

export interface RunGenerators {
  /** Of the run. */
  readonly name: string;
  /** Side of the training pictures in pixels. */
  readonly size: number;
  /** Of its generator, but for the few of norms and biases. */
  readonly weights: number;
  /** Whether its preset wants dropout as noise. */
  readonly noiseAtInference: boolean;
  /** What its inputs were made by of pictures, or none. */
  readonly transform: Transform;
  /** The newest first. */
  readonly checkpoints: readonly CheckpointSummary[];
  /** Addresses of the newest sample's pictures: input | target | prediction. */
  readonly testPictures: readonly string[];
  /** Steps until the first checkpoint of a run that has none. */
  readonly firstCheckpointAt: number;
  /** Absolute path of the run's own folder of exports. */
  readonly exportsFolder: string;
}

/** An export that is on the disk. */
export interface ExportSummary {
  /** Of its folder. */
  readonly name: string;
  /** Absolute path. */
  readonly path: string;
  readonly format: ExportFormat;
  readonly precision: ExportPrecision;
  readonly step: number;
  /** Of all its files. */
  readonly bytes: number;
  /** In milliseconds since 1970. */
  readonly madeAt: number;
}

/** Name of an export in the run's own folder: "sample-pairs-1-onnx", "sample-pairs-1-onnx-float16". */
export function exportName(run: string, format: ExportFormat, precision: ExportPrecision): string {
  return `${run}-${format}${precision === 'float32' ? '' : `-${precision}`}`;
}
