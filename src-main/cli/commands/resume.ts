import { Option } from 'commander';
import { z } from 'zod';
import { readRunRecord } from '../../runfolder/record';
import type { CommandDefinition } from '../command';
import { makeChangeOptions } from '../config-options';
import { resumeChangesOf } from '../configuration';
import { resumeFields } from '../options';
import { explainLackOfMemory, reportTraining } from '../training';

const valuesSchema = z.tuple([z.string()]);
const optionsSchema = z.object({
  dataset: z.string().nullable().default(null),
  acceptNewDataset: z.boolean().default(false),
});

export const resumeCommand: CommandDefinition = {
  name: 'resume',
  arguments: [{ name: 'RUN', text: 'run' }],
  options: (messages) => [
    ...makeChangeOptions(messages, resumeFields),
    new Option('--dataset <DIR>', messages.options.movedDataset),
    new Option('--accept-new-dataset', messages.options.acceptNewDataset),
  ],
  examples: ['resume runs/first', 'resume runs/first --epochs 20 --learning-rate 0.0001'],
  async run(values, options, context) {
    const [run] = valuesSchema.parse(values);
    const request = { run, changes: resumeChangesOf(options), ...optionsSchema.parse(options) };
    if (context.lackOfMemory !== null) {
      explainLackOfMemory((await readRunRecord(run)).config, context);
    }
    const { resumeRun } = await import('../../run/resume');
    return reportTraining((listener, stop) => resumeRun(request, listener, stop), context);
  },
};
