/** What every format's writer takes and gives. */
import type { ExportManifest, ExportOptions } from '../contract/export';
import type { FileSink } from './export-folder';
import type { ExportSource } from './source';

/** What a format says about itself in the manifest. */
export type FormatFacts = Pick<ExportManifest, 'layout' | 'functions' | 'opset'>;

/** Writes a format's files. */
export type FormatWriter = (source: ExportSource, options: ExportOptions, files: FileSink) => Promise<FormatFacts>;
