import { z } from 'zod';
import { datasetFields } from '../../contract/config';
import { pairsOf, splits, type DatasetProblem, type DatasetReport, type PairFile } from '../../contract/dataset';
import { renderError, type Language } from '../../contract/messages/render';
import { remediesOfAll } from '../../contract/remedies';
import type { CommandDefinition } from '../command';
import { makeConfigOptions } from '../config-options';
import { trainConfigOf } from '../configuration';
import { exitCodes } from '../exit-codes';
import { oneLine } from '../../contract/one-line';
import type { Messages } from '../messages/catalogue';
import { formatCount } from '../numbers';
import { renderRemedyForTerminal } from '../render-error';
import { labelled } from '../table';

/** Files between two drawings of the progress line. */
const redrawEvery = 10;

const valuesSchema = z.tuple([z.string()]);

export const inspectCommand: CommandDefinition = {
  name: 'inspect',
  arguments: [{ name: 'DATASET', text: 'dataset' }],
  options: (messages) => makeConfigOptions(messages, [...datasetFields, 'seed']),
  examples: [
    'inspect assets/sample-pairs',
    'inspect my-pairs --input-folder sketches --target-folder photos',
    'inspect my-photos --transform edges',
  ],
  async run(values, options, { output, messages, language }) {
    const [dataset] = valuesSchema.parse(values);
    const config = await trainConfigOf(options, null);
    const { inspectDataset } = await import('../../data/inspect');
    const progress = (done: number, total: number): void => {
      if (output.interactive && done % redrawEvery === 0) {
        output.progress(messages.dataset.progress(formatCount(done), formatCount(total)));
      }
    };
    const report = await inspectDataset(dataset, { ...config, progress });
    output.progress('');
    output.record({ type: 'report', ...report });
    reportLines(report, messages, language).forEach((line) => {
      output.line(line);
    });
    return exitCodes.done;
  },
};

/** The import report as lines of text: what is used, and then each file that is odd or left out, with its reason. */
export function reportLines(report: DatasetReport, messages: Messages, language: Language): readonly string[] {
  const { dataset } = messages;
  const { layout, inputFolder, targetFolder, splitBy, recipe, notes, problems, ignored } = report;
  const pairs = splits.map((split) => `${dataset.splits[split]} ${formatCount(pairsOf(report, split).length)}`);
  const folders = layout === 'folders' ? ` (${inputFolder} → ${targetFolder})` : '';
  const made = recipe.transform === 'none' ? '' : ` (${recipe.transform})`;
  // What helps against many of them is said once.
  const sentences = (of: readonly DatasetProblem[]): string[] => [
    ...of.map(({ error }) => `  - ${oneLine(renderError(error, language))}`),
    ...remediesOfAll(of.map(({ error }) => error)).map((remedy) => `  ${renderRemedyForTerminal(remedy, language)}`),
  ];
  const lines = labelled([
    [dataset.folder, oneLine(report.folder)],
    [dataset.layout, oneLine(`${dataset.layouts[layout]}${folders}${made}, ${dataset.splitBy[splitBy]}`)],
    [dataset.pairs, pairs.join(', ')],
    [dataset.sizes, sizesText(report.pairs)],
    [dataset.formats, formatsText(report.files)],
    [dataset.resizing, `${recipe.fit}, ${recipe.inputResizing} → ${recipe.targetResizing}`],
    [dataset.ignored, ignored.length === 0 ? dataset.files('0') : oneLine(ignored.join(', '))],
    [dataset.notes, dataset.files(formatCount(notes.length))],
    [dataset.setAside, dataset.files(formatCount(problems.length))],
  ]);
  return [...lines.slice(0, -1), ...sentences(notes), ...lines.slice(-1), ...sentences(problems)];
}

/** Formats and channels, the most frequent first: "png 3×8 bit (240)". */
function formatsText(files: DatasetReport['files']): string {
  return countText(
    files.map(({ format, channels, bitsPerChannel }) => `${format} ${String(channels)}×${String(bitsPerChannel)} bit`),
  );
}

/** Sizes of the pictures of a pair, the most frequent first: "256×256 (240)". */
function sizesText(pairs: readonly PairFile[]): string {
  return countText(
    pairs.map(({ input, target }) => {
      const [first, second] = [input, target].map(({ width, height }) => `${String(width)}×${String(height)}`);
      return first === second ? String(first) : `${String(first)} → ${String(second)}`;
    }),
  );
}

function countText(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) {
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, first], [, second]) => second - first)
    .map(([text, count]) => `${text} (${formatCount(count)})`)
    .join(', ');
}
