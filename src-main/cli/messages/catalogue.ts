/** Everything that the command line says, apart from errors; one catalogue for each language. */
import type { Execution } from '../../contract/config';
import type { DatasetReport, PairLayout, Split } from '../../contract/dataset';
import type { Language } from '../../contract/messages/render';
import type { StartEvent } from '../../contract/metrics';
import type { ConfigField, ConfigOptionGroup, DefaultText } from '../options';
import { en } from './en';
import { ko } from './ko';

export type CommandName =
  | 'train'
  | 'resume'
  | 'inspect'
  | 'predict'
  | 'evaluate'
  | 'export'
  | 'doctor'
  | 'sample-data'
  | 'fetch'
  | 'cache'
  | 'help';

export interface Messages {
  readonly help: {
    readonly program: string;
    readonly usage: string;
    readonly arguments: string;
    readonly options: string;
    readonly commands: string;
    readonly examples: string;
    readonly groups: Readonly<Record<ConfigOptionGroup, string>>;
    readonly optionsPlaceholder: string;
    readonly commandPlaceholder: string;
    /** Range and default after an option's description. */
    range(allowed: string): string;
    defaultValue(value: DefaultText): string;
    /** How to see one command's help. */
    more(program: string): string;
  };
  readonly commands: Readonly<Record<CommandName, string>>;
  readonly arguments: Readonly<
    Record<'dataset' | 'run' | 'source' | 'inputs' | 'sampleFolder' | 'datasetName', string>
  >;
  readonly configOptions: Readonly<Record<ConfigField, string>>;
  readonly options: Readonly<
    Record<
      | 'run'
      | 'config'
      | 'movedDataset'
      | 'discriminator'
      | 'acceptNewDataset'
      | 'json'
      | 'help'
      | 'version'
      | 'out'
      | 'noise'
      | 'whole'
      | 'noTransform'
      | 'scale'
      | 'sheet'
      | 'format'
      | 'exportOut'
      | 'checkpoint'
      | 'precision'
      | 'opset'
      | 'pictures'
      | 'exportNoise'
      | 'force'
      | 'count'
      | 'fetchOut'
      | 'acceptLicence'
      | 'clearCache',
      string
    >
  >;
  readonly progress: {
    epoch(epoch: number, epochs: number): string;
    steps(step: string, total: string): string;
    rate(imagesPerSecond: string): string;
    elapsed(duration: string): string;
    remaining(duration: string): string;
    hours(hours: number, minutes: number): string;
  };
  readonly training: {
    readonly preparing: string;
    started(event: StartEvent): readonly string[];
    sample(step: string, path: string, validationL1: string): string;
    checkpoint(step: string, path: string): string;
    done(step: string, run: string, duration: string): string;
    stopped(step: string, command: string): string;
    stopping: string;
    warning(message: string): string;
    paused(step: string, message: string): string;
    continued(step: string): string;
  };
  readonly dataset: {
    readonly folder: string;
    readonly layout: string;
    readonly pairs: string;
    readonly sizes: string;
    readonly setAside: string;
    readonly formats: string;
    readonly resizing: string;
    readonly ignored: string;
    readonly notes: string;
    readonly layouts: Readonly<Record<PairLayout, string>>;
    readonly splitBy: Readonly<Record<DatasetReport['splitBy'], string>>;
    readonly splits: Readonly<Record<Split, string>>;
    files(count: string): string;
    progress(done: string, total: string): string;
  };
  readonly device: {
    readonly title: string;
    readonly memory: string;
    readonly tensorflow: string;
    readonly versions: string;
    readonly platform: string;
    readonly fastest: string;
    readonly log: string;
    readonly ready: string;
    readonly notReady: string;
    kind(kind: 'cpu' | 'gpu', name: string, cores: number): string;
    oneDnn(on: boolean): string;
    execution({ precision, xla }: Execution): string;
    times(each: string): string;
  };
  readonly evaluation: {
    readonly step: string;
    readonly pairs: string;
    readonly l1: string;
    readonly psnr: string;
    readonly targetRealness: string;
    readonly predictionRealness: string;
  };
  readonly predicted: (count: string, folder: string) => string;
  /** Words of a comparison page. */
  readonly sheet: { readonly title: string; readonly input: string; readonly prediction: string };
  readonly sheetWritten: (path: string) => string;
  readonly exported: (path: string, step: string, size: string) => string;
  readonly exporting: (done: string, total: string) => string;
  readonly readingCheckpoint: string;
  readonly sampleData: {
    progress(done: string, total: string): string;
    done(folder: string, train: string, test: string): string;
  };
  readonly cache: Readonly<Record<'folder' | 'stores' | 'downloads' | 'total', string>> & {
    freed(size: string): string;
  };
  readonly fetching: {
    /** What is about to be loaded, from where, and where its terms stand. */
    start(name: string, size: string, address: string, terms: string): readonly string[];
    loaded(done: string, total: string | null): string;
    unpacked(files: string): string;
    done(folder: string, counts: string, command: string): readonly string[];
    readonly stopped: string;
  };
}

const catalogues: Readonly<Record<Language, Messages>> = { en, ko };

export function messagesOf(language: Language): Messages {
  return catalogues[language];
}
