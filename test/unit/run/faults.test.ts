/** Every call of the checkpoint writer goes wrong once, in every way: what can be loaded afterwards is whole. */
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTrainConfig } from '../../../src-main/contract/config';
import { createCompiledModel, type CompiledModel } from '../../../src-main/engine/compiled';
import { newestCheckpoint, restoreCheckpoint } from '../../../src-main/run/checkpoint';
import { modelConfig } from '../../../src-main/run/model-config';
import { rewindRun } from '../../../src-main/run/rewind';
import { CheckpointSaver } from '../../../src-main/run/saver';
import { checkpointState, saveCheckpoint } from '../../support/checkpoints';
import { FaultyFiles, type Fault, type Survival } from '../../support/faulty-files';
import { sharedFolder, temporaryFolder } from '../../support/temporary-folder';
import { digests } from '../../support/tensors';

const config = makeTrainConfig('studio', { size: 64, filters: 4 });
/** As many as stay, so that the new one makes the oldest go. */
const oldSteps = [1, 2, 3, 4, 5];
const newStep = 6;

/** All calls of an undisturbed save. */
const calls = [
  ...['freeBytes', 'makeFolder', 'save', 'write', 'list', 'seal'],
  ...['write', 'syncFolder', 'list', 'rename', 'syncFolder'],
  ...['write', 'rename', 'syncFolder'],
  ...['list', 'rename', 'remove'],
];

let model: CompiledModel;
let template: string;
let attic: string;
const variables = new Map<number, ReturnType<typeof digests>>();

const currentVariables = (): ReturnType<typeof digests> => digests(model.variableNames, (name) => model.get(name));

/** Gives the model the variables that it has after a step. */
function goTo(step: number): void {
  model.initialise([7, step]);
}

beforeAll(async () => {
  model = await createCompiledModel(modelConfig(config));
  const { folder, remove } = await sharedFolder();
  template = join(folder, 'template');
  attic = join(folder, 'attic');
  await mkdir(join(template, 'checkpoints'), { recursive: true });
  await mkdir(join(template, 'samples'));
  await mkdir(attic);
  for (const step of [...oldSteps, newStep]) {
    goTo(step);
    variables.set(step, currentVariables());
    if (step !== newStep) {
      await saveCheckpoint(template, model, checkpointState(config, step));
    }
  }
  return remove;
});

afterAll(() => {
  model.dispose();
});

/** Saves the new step with a fault in one call. */
async function saveWithFault(
  call: number,
  fault: Fault,
): Promise<{ readonly run: string; readonly files: FaultyFiles; readonly isAnnounced: boolean }> {
  const run = join(await temporaryFolder(), 'run');
  await cp(template, run, { recursive: true });
  const files = new FaultyFiles(call, fault, attic);
  const saver = new CheckpointSaver(run, files.model(model), files);
  goTo(newStep);
  const saved = await saver
    .begin(checkpointState(config, newStep))
    .then(() => saver.finish())
    .catch(() => null);
  return { run, files, isAnnounced: saved !== null };
}

/** Loads the newest whole checkpoint and checks that all of it is of one step. */
async function loadedStep(run: string): Promise<number> {
  const { checkpoint } = await newestCheckpoint(run);
  model.initialise([0, 0]);
  restoreCheckpoint(model, checkpoint);
  const { step } = checkpoint.state;
  expect(currentVariables()).toEqual(variables.get(step));
  return step;
}

/** A healthy disk again. */
async function saveAgain(run: string): Promise<void> {
  goTo(newStep);
  await saveCheckpoint(run, model, checkpointState(config, newStep));
  expect(await loadedStep(run)).toBe(newStep);
}

describe('a checkpoint writer', () => {
  it('makes the calls that the faults below are put into', async () => {
    const { files, isAnnounced } = await saveWithFault(Infinity, 'fail');
    expect(isAnnounced).toBe(true);
    expect(files.calls).toEqual(calls);
  });

  it.each(calls.map((name, call) => [call, name] as const))(
    'leaves the old checkpoint or the new one when call %i, %s, fails or stops short',
    async (call) => {
      for (const fault of ['fail', 'short'] as const) {
        const { run, isAnnounced } = await saveWithFault(call, fault);
        const step = await loadedStep(run);
        expect(isAnnounced ? [newStep] : [5, newStep]).toContain(step);
        await saveAgain(run);
      }
    },
  );

  const survivals: readonly Survival[] = [
    { contents: 'kept', names: 'kept' },
    { contents: 'kept', names: 'dropped' },
    { contents: 'dropped', names: 'kept' },
    { contents: 'dropped', names: 'dropped' },
  ];
  it.each(calls.map((name, call) => [call, name] as const))(
    'leaves the old checkpoint or the new one when the machine dies at call %i, %s, with or without what was not synced',
    async (call) => {
      for (const survival of survivals) {
        const { run, files, isAnnounced } = await saveWithFault(call, 'crash');
        await files.survive(survival);
        const step = await loadedStep(run);
        expect(isAnnounced ? [newStep] : [5, newStep]).toContain(step);
        await rewindRun(run, step);
        await saveAgain(run);
      }
    },
  );
});
