import { Option } from 'commander';
import { z } from 'zod';
import { parseChoice } from '../choice';
import type { CommandDefinition } from '../command';
import { exitCodes } from '../exit-codes';
import { formatCount } from '../numbers';

const exportFormats = ['savedmodel'] as const;

const valuesSchema = z.tuple([z.string()]);
const optionsSchema = z.object({ format: z.string(), out: z.string() });

export const exportCommand: CommandDefinition = {
  name: 'export',
  arguments: [{ name: 'RUN', text: 'run' }],
  options: (messages) => [
    new Option('--format <NAME>', messages.options.format).makeOptionMandatory(),
    new Option('--out <PATH>', messages.options.exportOut).makeOptionMandatory(),
  ],
  examples: ['export runs/first --format savedmodel --out exported'],
  async run(values, options, { output, messages }) {
    const [run] = valuesSchema.parse(values);
    const { format: name, out } = optionsSchema.parse(options);
    const format = parseChoice('--format', name, exportFormats);
    const { exportSavedModel } = await import('../../export/saved-model');
    const { path, step } = await exportSavedModel({ run, out });
    output.record({ type: 'export', format, step, path });
    output.line(messages.exported(path, formatCount(step)));
    return exitCodes.done;
  },
};
