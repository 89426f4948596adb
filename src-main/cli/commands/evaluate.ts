import { Option } from 'commander';
import { z } from 'zod';
import type { CommandDefinition } from '../command';
import { exitCodes } from '../exit-codes';
import { formatCount, formatLoss, formatRate } from '../numbers';
import { labelled } from '../table';

const valuesSchema = z.tuple([z.string()]);
const optionsSchema = z.object({ dataset: z.string().nullable().default(null) });

export const evaluateCommand: CommandDefinition = {
  name: 'evaluate',
  arguments: [{ name: 'RUN', text: 'run' }],
  options: (messages) => [new Option('--dataset <DIR>', messages.options.movedDataset)],
  examples: ['evaluate runs/first'],
  async run(values, options, { output, messages }) {
    const [run] = valuesSchema.parse(values);
    const { evaluateRun } = await import('../../run/evaluate');
    const { step, pairs, l1, psnr } = await evaluateRun({ run, ...optionsSchema.parse(options) });
    output.record({ type: 'evaluation', step, pairs, l1, psnr });
    const { evaluation } = messages;
    labelled([
      [evaluation.step, formatCount(step)],
      [evaluation.pairs, formatCount(pairs)],
      [evaluation.l1, formatLoss(l1)],
      [evaluation.psnr, `${formatRate(psnr)} dB`],
    ]).forEach((line) => {
      output.line(line);
    });
    return exitCodes.done;
  },
};
