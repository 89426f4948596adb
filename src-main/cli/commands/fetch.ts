import { Option } from 'commander';
import { z } from 'zod';
import { datasetNames, namedDataset, type FetchProgress } from '../../contract/named-datasets';
import { parseChoice } from '../choice';
import type { CommandDefinition, Context } from '../command';
import { exitCodes } from '../exit-codes';
import { stopOnInterrupt } from '../interrupt';
import { formatBytes, formatCount } from '../numbers';
import { shellWord } from '../shell-word';

/** Milliseconds between two drawings of the progress line, and between two lines where it cannot be redrawn. */
const redrawEvery = 200;
const lineEvery = 10_000;

const valuesSchema = z.tuple([z.string()]);
const optionsSchema = z.object({ out: z.string().optional(), acceptLicence: z.boolean().default(false) });

export const fetchCommand: CommandDefinition = {
  name: 'fetch',
  arguments: [{ name: 'NAME', text: 'datasetName' }],
  options: (messages) => [
    new Option('--out <DIR>', messages.options.fetchOut),
    new Option('--accept-licence', messages.options.acceptLicence),
  ],
  examples: ['fetch facades', 'fetch edges2shoes --out pairs/shoes'],
  async run(values, options, context) {
    const { output, messages, outputClosed, invocation } = context;
    const name = parseChoice('NAME', valuesSchema.parse(values)[0], datasetNames);
    const { out = name, acceptLicence } = optionsSchema.parse(options);
    const { megabytes, source, inputSide } = namedDataset(name);
    const { archiveAddress, fetchDataset } = await import('../../data/fetch/fetch-dataset');
    const address = archiveAddress(name).href;
    output.record({ type: 'start', dataset: name, address, megabytes, terms: source });
    messages.fetching.start(name, formatBytes(megabytes * 1e6), address, source).forEach((line) => {
      output.line(line);
    });
    const interrupt = stopOnInterrupt(outputClosed, {
      announce: () => undefined,
      quit: () => process.exit(exitCodes.interrupted),
      now: () => performance.now(),
    });
    try {
      const fetched = await fetchDataset(name, out, {
        agreed: acceptLicence,
        signal: interrupt.stop,
        progress: progressReporter(context),
      });
      output.progress('');
      output.record({ type: 'done', ...fetched });
      const counts = Object.entries(fetched.pictures)
        .filter(([folder]) => folder !== '')
        .map(([folder, count]) => `${folder} ${formatCount(count)}`);
      const command = `${invocation} train ${shellWord(out)} --input-side ${inputSide} --run runs/${name}`;
      messages.fetching.done(fetched.folder, counts.join(', '), command).forEach((line) => {
        output.line(line);
      });
      return exitCodes.done;
    } catch (error) {
      if (!interrupt.stop.aborted) {
        throw error;
      }
      output.endProgress();
      output.notice(messages.fetching.stopped);
      return exitCodes.interrupted;
    } finally {
      interrupt.release();
    }
  },
};

function progressReporter({ output, messages }: Context): (progress: FetchProgress) => void {
  const interval = output.interactive ? redrawEvery : lineEvery;
  let [saidAt, saidStage] = [-Infinity, ''];
  return (progress) => {
    const { stage, done, total } = progress;
    const now = performance.now();
    if (now - saidAt < interval && stage === saidStage) {
      return;
    }
    [saidAt, saidStage] = [now, stage];
    output.record({ type: 'progress', ...progress });
    output.progress(
      stage === 'download'
        ? messages.fetching.loaded(formatBytes(done), total === null ? null : formatBytes(total))
        : messages.fetching.unpacked(formatCount(done)),
    );
  };
}
