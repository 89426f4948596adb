import { version } from '../../../package.json';
import { precisions, type Precision } from '../../contract/config';
import type { DeviceReport } from '../../contract/device';
import type { ErrorValue } from '../../contract/errors';
import { renderError, type Language } from '../../contract/messages/render';
import type { CommandDefinition } from '../command';
import { exitCodes } from '../exit-codes';
import type { Messages } from '../messages/catalogue';
import { formatBytes } from '../numbers';
import { labelled } from '../table';

export const doctorCommand: CommandDefinition = {
  name: 'doctor',
  arguments: [],
  options: () => [],
  examples: ['doctor'],
  async run(_values, _options, { output, messages, language }) {
    const { deviceReport } = await import('../../engine/device');
    const { fastestPrecision, measurePrecisions } = await import('../../engine/measure-precision');
    try {
      const report = await deviceReport();
      const ready = canTrain(report.problems);
      const seconds = await measurePrecisions();
      const precision = fastestPrecision(seconds);
      output.record({ type: 'device', ready, ...report, precision, precisionSeconds: seconds });
      deviceLines(report, messages, language).forEach((line) => {
        output.line(line);
      });
      labelled([[messages.device.precision, messages.device.fastest(precision, timesOf(seconds))]]).forEach((line) => {
        output.line(line);
      });
      return ready ? exitCodes.done : exitCodes.failed;
    } catch (error) {
      const versions = `Pix2Pix Studio ${version}, Node.js ${process.versions.node}`;
      labelled([
        [messages.device.versions, versions],
        [messages.device.platform, `${process.platform} ${process.arch}`],
      ]).forEach((line) => {
        output.line(line);
      });
      output.line(messages.device.notReady);
      throw error;
    }
  },
};

/** "float32 7.9 ms, bfloat16 130.2 ms" */
function timesOf(seconds: Readonly<Record<Precision, number>>): string {
  return precisions.map((name) => `${name} ${(seconds[name] * 1000).toFixed(1)} ms`).join(', ');
}

/** A GPU that cannot be used leaves the processor; without the library nothing trains. */
export function canTrain(problems: readonly ErrorValue[]): boolean {
  return problems.every(({ code }) => code !== 'native-library-missing');
}

/** The report as lines of text: what there is, what is missing with its remedy, and the verdict. */
export function deviceLines(report: DeviceReport, messages: Messages, language: Language): readonly string[] {
  const { device } = messages;
  const { studio, node, electron, tfjs } = report.versions;
  const versions = [
    `Pix2Pix Studio ${studio}`,
    `Node.js ${node}`,
    ...(electron === null ? [] : [`Electron ${electron}`]),
    `TensorFlow.js ${tfjs}`,
  ];
  return [
    ...labelled([
      [device.title, device.kind(report.kind, report.name, report.cores)],
      [device.memory, formatBytes(report.memoryBytes)],
      [device.tensorflow, `${report.tensorflow}, ${device.oneDnn(report.oneDnn)}`],
      [device.versions, versions.join(', ')],
      [device.platform, report.platform],
    ]),
    ...report.problems.map((problem) => `  - ${renderError(problem, language)}`),
    canTrain(report.problems) ? device.ready : device.notReady,
  ];
}
