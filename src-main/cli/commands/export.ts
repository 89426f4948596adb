import { Option } from 'commander';
import { z } from 'zod';
import {
  exportFormats,
  exportPrecisions,
  onnxOpsets,
  onnxPictures,
  precisionsOf,
  type ExportOptions,
  type ExportProgress,
} from '../../contract/export';
import { parseCheckpointChoice } from '../checkpoint-choice';
import { parseChoice, parseCount } from '../choice';
import type { CommandDefinition } from '../command';
import { exitCodes } from '../exit-codes';
import { formatBytes, formatCount } from '../numbers';
import { onOff } from '../options';
import { renderForTerminal } from '../render-error';

const valuesSchema = z.tuple([z.string()]);
const optionsSchema = z.object({
  format: z.string(),
  out: z.string(),
  checkpoint: z.string().default('latest'),
  precision: z.string().default('float32'),
  opset: z.string().optional(),
  pictures: z.string().default('float32'),
  noise: z.string().default('off'),
  force: z.boolean().default(false),
});

export const exportCommand: CommandDefinition = {
  name: 'export',
  arguments: [{ name: 'RUN', text: 'run' }],
  options: (messages) => [
    new Option(`--format <${exportFormats.join('|')}>`, messages.options.format).makeOptionMandatory(),
    new Option('--out <PATH>', messages.options.exportOut).makeOptionMandatory(),
    new Option('--checkpoint <latest|best|STEP>', messages.options.checkpoint),
    new Option(`--precision <${exportPrecisions.join('|')}>`, messages.options.precision),
    new Option('--opset <N>', messages.options.opset),
    new Option(`--pictures <${onnxPictures.join('|')}>`, messages.options.pictures),
    new Option(`--noise <${onOff.join('|')}>`, messages.options.exportNoise),
    new Option('--force', messages.options.force),
  ],
  examples: [
    'export runs/first --format savedmodel --out exported',
    'export runs/first --format onnx --precision float16 --checkpoint best --out exported-onnx',
  ],
  async run(values, options, { output, messages, language }) {
    const [run] = valuesSchema.parse(values);
    const given = optionsSchema.parse(options);
    const format = parseChoice('--format', given.format, exportFormats);
    const request: ExportOptions = {
      run,
      out: given.out,
      format,
      checkpoint: parseCheckpointChoice(given.checkpoint),
      precision: parseChoice('--precision', given.precision, precisionsOf(format)),
      opset: given.opset === undefined ? onnxOpsets.default : parseCount('--opset', given.opset, onnxOpsets),
      pictures: parseChoice('--pictures', given.pictures, onnxPictures),
      noise: parseChoice('--noise', given.noise, onOff) === 'on',
      force: given.force,
    };
    const { exportRun } = await import('../../export/export-run');
    const { path, step, bytes, warnings } = await exportRun(request, (progress) => {
      output.record({ type: 'progress', ...progress });
      output.progress(progressText(progress));
    });
    output.endProgress();
    for (const warning of warnings) {
      output.notice(renderForTerminal(warning, language));
    }
    output.record({ type: 'export', format, step, path, bytes });
    output.line(messages.exported(path, formatCount(step), formatBytes(bytes)));
    return exitCodes.done;

    function progressText({ stage, done, total }: ExportProgress): string {
      return stage === 'files' ? messages.exporting(formatBytes(done), formatBytes(total)) : messages.readingCheckpoint;
    }
  },
};
