import { Option } from 'commander';
import { z } from 'zod';
import type { CommandDefinition } from '../command';
import { makeConfigOptions } from '../config-options';
import { trainConfigOf } from '../configuration';
import { explainLackOfMemory, reportTraining } from '../training';

const valuesSchema = z.tuple([z.string()]);
const optionsSchema = z.object({ run: z.string(), config: z.string().nullable().default(null) });

export const trainCommand: CommandDefinition = {
  name: 'train',
  arguments: [{ name: 'DATASET', text: 'dataset' }],
  options: (messages) => [
    new Option('--run <DIR>', messages.options.run).makeOptionMandatory(),
    new Option('--config <FILE>', messages.options.config),
    ...makeConfigOptions(messages),
  ],
  examples: [
    'train assets/sample-pairs --run runs/first --preset quick',
    'train my-pairs --run runs/faces --epochs 200 --lambda 50 --input-side left',
    'train my-pairs --run runs/log --config options.json --json',
  ],
  async run(values, options, context) {
    const [dataset] = valuesSchema.parse(values);
    const { run, config: file } = optionsSchema.parse(options);
    const config = await trainConfigOf(options, file);
    explainLackOfMemory(config, context);
    const { startRun } = await import('../../run/train');
    return reportTraining((listener, stop) => startRun({ dataset, run, config }, listener, stop), context);
  },
};
