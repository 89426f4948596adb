import { buffer } from 'node:stream/consumers';
import { Option } from 'commander';
import { z } from 'zod';
import { parseCheckpointChoice } from '../checkpoint-choice';
import { parseChoice } from '../choice';
import type { CommandDefinition } from '../command';
import { exitCodes } from '../exit-codes';
import { formatCount } from '../numbers';
import { onOff } from '../options';

const scales = ['native', 'training', 'sample'] as const;
const sheetKinds = ['html', 'png'] as const;

const valuesSchema = z.tuple([z.string()], z.string());
const optionsSchema = z.object({
  out: z.string(),
  checkpoint: z.string().default('latest'),
  noise: z.string().nullable().default(null),
  whole: z.boolean().default(false),
  transform: z.boolean().default(true),
  scale: z.string().default('native'),
  sheet: z.string().nullable().default(null),
});

export const predictCommand: CommandDefinition = {
  name: 'predict',
  arguments: [
    { name: 'RUN|EXPORT', text: 'source' },
    { name: 'INPUT...', text: 'inputs' },
  ],
  options: (messages) => [
    new Option('--out <DIR>', messages.options.out).makeOptionMandatory(),
    new Option('--checkpoint <latest|best|STEP>', messages.options.checkpoint),
    new Option(`--noise <${onOff.join('|')}>`, messages.options.noise),
    new Option('--whole', messages.options.whole),
    new Option('--no-transform', messages.options.noTransform),
    new Option(`--scale <${scales.join('|')}>`, messages.options.scale),
    new Option(`--sheet <${sheetKinds.join('|')}>`, messages.options.sheet),
  ],
  examples: [
    'predict runs/first drawing.png --out predictions',
    'predict runs/first new --out predictions --scale training',
  ],
  async run(values, options, { output, messages }) {
    const [source, ...inputs] = valuesSchema.parse(values);
    const given = optionsSchema.parse(options);
    const request = {
      source,
      inputs,
      out: given.out,
      checkpoint: parseCheckpointChoice(given.checkpoint),
      noise: given.noise === null ? null : parseChoice('--noise', given.noise, onOff) === 'on',
      whole: given.whole,
      transform: given.transform,
      scale: parseChoice('--scale', given.scale, scales),
      readStandardInput: () => buffer(process.stdin),
    };
    const kind = given.sheet === null ? null : parseChoice('--sheet', given.sheet, sheetKinds);
    const { predictImages } = await import('../../run/predict');
    const { createSheet } = await import('../../run/sheet');
    const sheet = kind === null ? null : createSheet(kind, given.out, messages.sheet);
    let [count, refused] = [0, 0];
    await predictImages(request, {
      done: async (predicted) => {
        count += 1;
        output.record({ type: 'prediction', path: predicted.path });
        output.line(predicted.path);
        await sheet?.add(predicted);
      },
      refused: (error) => {
        refused += 1;
        output.error(error);
      },
    });
    const sheetPath = count === 0 ? undefined : await sheet?.finish();
    if (sheetPath !== undefined) {
      output.record({ type: 'sheet', path: sheetPath });
      output.line(messages.sheetWritten(sheetPath));
    }
    output.record({ type: 'done', predictions: count, refused });
    if (count > 0) {
      output.line(messages.predicted(formatCount(count), given.out));
    }
    return refused === 0 ? exitCodes.done : exitCodes.failed;
  },
};
