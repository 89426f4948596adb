import { version } from '../../../package.json';
import { makeTrainConfig, type Execution } from '../../contract/config';
import type { DeviceReport } from '../../contract/device';
import type { ErrorValue } from '../../contract/errors';
import type { Language } from '../../contract/messages/render';
import type { Timing } from '../../engine/measure-execution';
import { logPath } from '../../log/place';
import type { CommandDefinition } from '../command';
import { exitCodes } from '../exit-codes';
import type { Messages } from '../messages/catalogue';
import { formatBytes } from '../numbers';
import { renderForTerminal } from '../render-error';
import { labelled } from '../table';

export const doctorCommand: CommandDefinition = {
  name: 'doctor',
  arguments: [],
  options: () => [],
  examples: ['doctor'],
  async run(_values, _options, { output, messages, language }) {
    const { deviceReport } = await import('../../engine/device');
    const { fastestExecution } = await import('../../engine/measure-execution');
    const { measureMachine } = await import('../../run/execution');
    try {
      const report = await deviceReport();
      const ready = canTrain(report.problems);
      const timings = await measureMachine(makeTrainConfig('studio', { precision: 'auto', xla: 'auto' }));
      const fastest = fastestExecution(timings, { precision: 'auto', xla: 'auto' });
      output.record({ type: 'device', ready, ...report, ...fastest, timings, log: logPath() });
      deviceLines(report, messages, language).forEach((line) => {
        output.line(line);
      });
      labelled([
        [messages.device.fastest, fastestText(fastest, timings, messages)],
        [messages.device.log, logPath()],
      ]).forEach((line) => {
        output.line(line);
      });
      return ready ? exitCodes.done : exitCodes.failed;
    } catch (error) {
      const versions = `Pix2Pix Studio ${version}, Node.js ${process.versions.node}`;
      labelled([
        [messages.device.versions, versions],
        [messages.device.platform, `${process.platform} ${process.arch}`],
        [messages.device.log, logPath()],
      ]).forEach((line) => {
        output.line(line);
      });
      output.line(messages.device.notReady);
      throw error;
    }
  },
};

/** "float32 (a training step: float32 470.3 ms, bfloat16 512.8 ms)" */
function fastestText(fastest: Execution, timings: readonly Timing[], { device }: Messages): string {
  const each = timings.map((timing) => `${device.execution(timing)} ${(timing.seconds * 1000).toFixed(1)} ms`);
  return `${device.execution(fastest)} (${device.times(each.join(', '))})`;
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
    ...report.problems.map((problem) => `  - ${renderForTerminal(problem, language)}`),
    canTrain(report.problems) ? device.ready : device.notReady,
  ];
}
