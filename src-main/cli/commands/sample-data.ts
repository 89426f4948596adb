import { Option } from 'commander';
import { z } from 'zod';
import { countRangeText, parseCount } from '../choice';
import type { CommandDefinition } from '../command';
import { exitCodes } from '../exit-codes';
import { formatCount } from '../numbers';

const countRange = { minimum: 2, maximum: 100_000 };
const defaultCount = '2000';
/** Pairs between two drawings of the progress line, and between two lines where it cannot be redrawn. */
const redrawEvery = 10;
const lineEvery = 500;

const valuesSchema = z.tuple([z.string()]);
const optionsSchema = z.object({ count: z.string().default(defaultCount) });

export const sampleDataCommand: CommandDefinition = {
  name: 'sample-data',
  arguments: [{ name: 'DIR', text: 'sampleFolder' }],
  options: (messages) => [
    new Option(
      '--count <N>',
      [
        messages.options.count,
        messages.help.range(countRangeText(countRange)),
        messages.help.defaultValue({ value: defaultCount, others: [] }),
      ].join(' '),
    ),
  ],
  examples: ['sample-data my-pairs --count 3000'],
  async run(values, options, { output, messages }) {
    const [folder] = valuesSchema.parse(values);
    const count = parseCount('--count', optionsSchema.parse(options).count, countRange);
    const { makeSampleData } = await import('../../data/sample-data');
    const { train, test } = await makeSampleData({ folder, count }, (done, total) => {
      if (done === total || done % (output.interactive ? redrawEvery : lineEvery) === 0) {
        output.record({ type: 'progress', done, total });
        output.progress(messages.sampleData.progress(formatCount(done), formatCount(total)));
      }
    });
    output.progress('');
    output.record({ type: 'done', train, test });
    output.line(messages.sampleData.done(folder, formatCount(train), formatCount(test)));
    return exitCodes.done;
  },
};
