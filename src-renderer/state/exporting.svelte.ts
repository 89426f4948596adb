/** Exports of the run that is shown: what was made, what is being made, and where it goes. */
import type { ErrorValue } from '../../src-main/contract/errors';
import {
  onnxOpsets,
  precisionsOf,
  type CheckpointChoice,
  type ExportCheck,
  type ExportFormat,
  type ExportPrecision,
  type ExportProgress,
  type OnnxPictures,
} from '../../src-main/contract/export';
import type { ExportSummary, RunGenerators } from '../../src-main/contract/generators';
import type { PredictorEvent } from '../../src-main/contract/predictor';
import { request } from '../studio';

export interface ExportChoices {
  readonly format: ExportFormat;
  readonly checkpoint: CheckpointChoice;
  readonly precision: ExportPrecision;
  readonly opset: number;
  readonly pictures: OnnxPictures;
  readonly noise: boolean;
  /** Absolute path, or null for the run's own folder of exports. */
  readonly out: string | null;
}

const firstChoices: ExportChoices = {
  format: 'onnx',
  checkpoint: 'latest',
  precision: 'float32',
  opset: onnxOpsets.default,
  pictures: 'float32',
  noise: false,
  out: null,
};

let list = $state.raw<RunGenerators | null>(null);
let made = $state.raw<readonly ExportSummary[]>([]);
let choices = $state.raw<ExportChoices>(firstChoices);
/** Null while nothing is exported. */
let progress = $state.raw<ExportProgress | null>(null);
let isCancelled = $state(false);
let problem = $state.raw<ErrorValue | null>(null);
let done = $state.raw<ExportSummary | null>(null);
let isChecking = $state(false);
let check = $state.raw<ExportCheck | null>(null);

export const exporting = {
  /** Of the run; null until they are known. */
  get list(): RunGenerators | null {
    return list;
  },
  /** The newest first. */
  get made(): readonly ExportSummary[] {
    return made;
  },
  get choices(): ExportChoices {
    return choices;
  },
  get progress(): ExportProgress | null {
    return progress;
  },
  /** The last export was cancelled. */
  get isCancelled(): boolean {
    return isCancelled;
  },
  /** Why the last export failed; `export-exists` when it waits for an answer. */
  get problem(): ErrorValue | null {
    return problem;
  },
  /** The export that was just made. */
  get done(): ExportSummary | null {
    return done;
  },
  /** That export is being compared with the preview. */
  get isChecking(): boolean {
    return isChecking;
  },
  /** How far its picture is from the preview's; null before that was asked for. */
  get check(): ExportCheck | null {
    return check;
  },
};

/** Another run, or the same one with newer checkpoints. */
export async function askForExports(name: string): Promise<void> {
  const [generators, exports] = await Promise.all([request('generators', { name }), request('exports', { name })]);
  if (list?.name !== name) {
    dismiss();
    choices = { ...choices, checkpoint: 'latest', out: null };
  }
  if (generators.ok) {
    list = generators.data;
  } else {
    problem = generators.error;
  }
  made = exports.ok ? exports.data : [];
}

export function choose(changes: Partial<ExportChoices>): void {
  const next = { ...choices, ...changes };
  const precisions = precisionsOf(next.format);
  choices = { ...next, precision: precisions.includes(next.precision) ? next.precision : 'float32' };
  dismiss();
}

/** Asks for a place; the person's own one stays until another is chosen. */
export async function choosePlace(suggested: string): Promise<void> {
  const result = await request('chooseExportPlace', { suggested });
  if (!result.ok) {
    problem = result.error;
  } else if (result.data !== null) {
    choose({ out: result.data });
  }
}

/** @param force replace an earlier export of that name */
export async function startExport(force: boolean): Promise<void> {
  const name = list?.name;
  if (progress !== null || name === undefined) {
    return;
  }
  dismiss();
  progress = { stage: 'checkpoint', done: 0, total: 0 };
  const result = await request('startExport', { name, force, ...choices });
  progress = null;
  if (!result.ok) {
    problem = isCancelled ? null : result.error;
    return;
  }
  const exports = await request('exports', { name });
  made = exports.ok ? exports.data : made;
  done = made.find(({ path }) => path === result.data.path) ?? null;
}

export function cancelExport(): void {
  isCancelled = true;
  void request('cancelExport', null);
}

/** Loads the export that was just made, and compares its picture with the preview's. */
export async function checkExport(): Promise<void> {
  const [name, exported] = [list?.name, done];
  if (name === undefined || exported === null || isChecking) {
    return;
  }
  isChecking = true;
  const result = await request('checkExport', { name, path: exported.path });
  isChecking = false;
  if (done !== exported) {
    return;
  }
  if (result.ok) {
    check = result.data;
  } else {
    problem = result.error;
  }
}

/** Takes away what was said of the last export. */
export function dismiss(): void {
  problem = null;
  done = null;
  check = null;
  isCancelled = false;
}

export function receiveExporterEvent(event: PredictorEvent): void {
  if (event.type === 'exporting' && progress !== null) {
    progress = event.progress;
  }
}
