import { z } from 'zod';
import { presets } from '../../contract/config';
import { pairsOf, splits, type DatasetReport, type PairFile } from '../../contract/dataset';
import { renderError, type Language } from '../../contract/messages/render';
import type { CommandDefinition } from '../command';
import { exitCodes } from '../exit-codes';
import type { Messages } from '../messages/catalogue';
import { formatCount } from '../numbers';
import { labelled } from '../table';

/** Files between two drawings of the progress line. */
const redrawEvery = 10;

const valuesSchema = z.tuple([z.string()]);

export const inspectCommand: CommandDefinition = {
  name: 'inspect',
  arguments: [{ name: 'DATASET', text: 'dataset' }],
  options: () => [],
  examples: ['inspect assets/sample-pairs'],
  async run(values, _options, { output, messages, language }) {
    const [dataset] = valuesSchema.parse(values);
    const { inspectDataset } = await import('../../data/inspect');
    const progress = (done: number, total: number): void => {
      if (output.interactive && done % redrawEvery === 0) {
        output.progress(messages.dataset.progress(formatCount(done), formatCount(total)));
      }
    };
    const report = await inspectDataset(dataset, { seed: presets.studio.seed, progress });
    output.progress('');
    output.record({ type: 'report', ...report });
    reportLines(report, messages, language).forEach((line) => {
      output.line(line);
    });
    return exitCodes.done;
  },
};

/** The import report as lines of text: what is used, then each file that is not, with its reason. */
export function reportLines(report: DatasetReport, messages: Messages, language: Language): readonly string[] {
  const { dataset } = messages;
  const pairs = splits.map((split) => `${dataset.splits[split]} ${formatCount(pairsOf(report, split).length)}`);
  return [
    ...labelled([
      [dataset.folder, report.folder],
      [dataset.layout, `${dataset.layouts[report.layout]}, ${dataset.splitBy[report.splitBy]}`],
      [dataset.pairs, pairs.join(', ')],
      [dataset.sizes, sizesText(report.pairs)],
      [dataset.setAside, dataset.files(formatCount(report.problems.length))],
    ]),
    ...report.problems.map(({ error }) => `  - ${renderError(error, language)}`),
  ];
}

/** Sizes of one half, the most frequent first: "256×256 (240)". */
function sizesText(pairs: readonly PairFile[]): string {
  const counts = new Map<string, number>();
  for (const { input } of pairs) {
    const { width, height } = input;
    const size = `${String(width)}×${String(height)}`;
    counts.set(size, (counts.get(size) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, first], [, second]) => second - first)
    .map(([size, count]) => `${size} (${formatCount(count)})`)
    .join(', ');
}
