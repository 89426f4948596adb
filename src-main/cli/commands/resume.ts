import { z } from 'zod';
import type { CommandDefinition } from '../command';
import { makeChangeOptions } from '../config-options';
import { resumeChangesOf } from '../configuration';
import { resumeFields } from '../options';
import { reportTraining } from '../training';

const valuesSchema = z.tuple([z.string()]);

export const resumeCommand: CommandDefinition = {
  name: 'resume',
  arguments: [{ name: 'RUN', text: 'run' }],
  options: (messages) => makeChangeOptions(messages, resumeFields),
  examples: ['resume runs/first', 'resume runs/first --epochs 20 --learning-rate 0.0001'],
  async run(values, options, context) {
    const [run] = valuesSchema.parse(values);
    const changes = resumeChangesOf(options);
    const { resumeRun } = await import('../../run/resume');
    return reportTraining((listener, stop) => resumeRun({ run, changes }, listener, stop), context);
  },
};
