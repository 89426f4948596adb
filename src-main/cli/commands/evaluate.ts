import { Option } from 'commander';
import { z } from 'zod';
import { parseCheckpointChoice } from '../checkpoint-choice';
import type { CommandDefinition } from '../command';
import { exitCodes } from '../exit-codes';
import { formatCount, formatLoss, formatRate } from '../numbers';
import { labelled } from '../table';

const valuesSchema = z.tuple([z.string()]);
const optionsSchema = z.object({
  dataset: z.string().nullable().default(null),
  discriminator: z.string().nullable().default(null),
  checkpoint: z.string().default('latest'),
});

export const evaluateCommand: CommandDefinition = {
  name: 'evaluate',
  arguments: [{ name: 'RUN', text: 'run' }],
  options: (messages) => [
    new Option('--dataset <DIR>', messages.options.movedDataset),
    new Option('--discriminator <DIR>', messages.options.discriminator),
    new Option('--checkpoint <latest|best|STEP>', messages.options.checkpoint),
  ],
  examples: ['evaluate runs/first', 'evaluate runs/first --discriminator what-it-sees'],
  async run(values, options, { output, messages }) {
    const [run] = valuesSchema.parse(values);
    const given = optionsSchema.parse(options);
    const checkpoint = parseCheckpointChoice(given.checkpoint);
    const { evaluateRun } = await import('../../run/evaluate');
    const measured = await evaluateRun({ run, ...given, checkpoint });
    const { step, pairs, l1, psnr, targetRealness, predictionRealness } = measured;
    output.record({
      type: 'evaluation',
      step,
      pairs,
      l1,
      psnr,
      target_realness: targetRealness,
      prediction_realness: predictionRealness,
    });
    const { evaluation } = messages;
    labelled([
      [evaluation.step, formatCount(step)],
      [evaluation.pairs, formatCount(pairs)],
      [evaluation.l1, formatLoss(l1)],
      [evaluation.psnr, `${formatRate(psnr)} dB`],
      [evaluation.targetRealness, formatLoss(targetRealness)],
      [evaluation.predictionRealness, formatLoss(predictionRealness)],
    ]).forEach((line) => {
      output.line(line);
    });
    return exitCodes.done;
  },
};
