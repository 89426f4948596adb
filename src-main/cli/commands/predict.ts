import { Option } from 'commander';
import { z } from 'zod';
import type { CommandDefinition } from '../command';
import { exitCodes } from '../exit-codes';
import { formatCount } from '../numbers';
import { onOff } from '../options';
import { parseChoice } from '../choice';

const valuesSchema = z.tuple([z.string()], z.string());
const optionsSchema = z.object({
  out: z.string(),
  noise: z.string().nullable().default(null),
  whole: z.boolean().default(false),
});

export const predictCommand: CommandDefinition = {
  name: 'predict',
  arguments: [
    { name: 'RUN|EXPORT', text: 'source' },
    { name: 'INPUT...', text: 'inputs' },
  ],
  options: (messages) => [
    new Option('--out <DIR>', messages.options.out).makeOptionMandatory(),
    new Option(`--noise <${onOff.join('|')}>`, messages.options.noise),
    new Option('--whole', messages.options.whole),
  ],
  examples: [
    'predict runs/first drawing.png --out predictions',
    'predict runs/first new/*.jpg --out predictions --whole',
  ],
  async run(values, options, { output, messages }) {
    const [source, ...inputs] = valuesSchema.parse(values);
    const { out, noise, whole } = optionsSchema.parse(options);
    const choice = noise === null ? null : parseChoice('--noise', noise, onOff) === 'on';
    const { predictImages } = await import('../../run/predict');
    let count = 0;
    await predictImages({ source, inputs, out, noise: choice, whole }, (path) => {
      count += 1;
      output.record({ type: 'prediction', path });
      output.line(path);
    });
    output.record({ type: 'done', predictions: count });
    output.line(messages.predicted(formatCount(count), out));
    return exitCodes.done;
  },
};
