/** What the window's remedies do. */
import { imageSizes, recognisedLayout } from '../../src-main/contract/config';
import type { SmallerTraining } from '../../src-main/contract/errors';
import type { Remedy, RemedyName, RemedyOf } from '../../src-main/contract/remedies';
import type { ResumedPictures } from '../../src-main/contract/trainer';
import { askForFolder, askForSides, chooseFolder, dataset, openFolder } from './dataset.svelte';
import { openDialog } from './dialogs.svelte';
import { choose, startExport } from './exporting.svelte';
import { goTo, page } from './page.svelte';
import { resumeTraining, run, stopTraining } from './run.svelte';
import { askForEpochs, duplicateRun, findRun, resumeRun, runs } from './runs.svelte';
import { chooseDevice, chooseLook, choosePrecision, chooseSize, settings, typeField } from './settings.svelte';
import { showSetting, type ShownSetting } from './shown-setting';

/** One for each remedy: null for those that the window has only words for. */
type Acts = { readonly [N in RemedyName]: ((remedy: RemedyOf<N>) => unknown) | null };

const acts: Acts = {
  'see-help': null,
  'choose-dataset': chooseFolder,
  async 'choose-transform'({ path }) {
    await openFolder(path, { ...recognisedLayout, layout: 'single', transform: 'edges' });
    if (dataset.opened?.folder === path) {
      await showSetting('transform');
    }
  },
  'choose-folders': ({ path, folders }) => {
    askForSides({ path, folders });
  },
  'recognise-folders': ({ path }) => openFolder(path),
  'crop-pictures': () => {
    chooseLook({ fit: 'crop' });
    return lead('fit');
  },
  'scale-as-in-training': null,
  'resume-run': showRuns,
  'choose-run': showRuns,
  'accept-new-dataset': ({ run: folder, dataset: pictures }) =>
    resumeWith(folder, { dataset: pictures, acceptNewDataset: true }),
  async 'find-dataset'({ run: folder }) {
    const pictures = await askForFolder();
    if (pictures !== null) {
      await resumeWith(folder, { dataset: pictures });
    }
  },
  async 'train-further'({ run: folder }) {
    askForEpochs(await findRun(folder));
    showRuns();
  },
  async 'lower-learning-rate'({ learningRate, resumes }) {
    if (resumes) {
      await resumeTraining(run, { learningRate });
      return;
    }
    await prepareAgain();
    typeField('learningRate', String(learningRate));
    await lead('learningRate');
  },
  async 'train-smaller'({ changes }) {
    await prepareAgain();
    for (const change of changes) {
      applySmaller(change);
      await lead(change.field);
    }
  },
  'free-memory': null,
  'free-disk': () => {
    openDialog('settings');
  },
  'accept-licence': null,
  'replace-export': () => startExport(true),
  'switch-noise-off': () => {
    choose({ noise: false });
  },
  async 'choose-device'() {
    await prepareAgain();
    chooseDevice('auto');
    await lead('device');
  },
  async 'train-in-float32'() {
    await prepareAgain();
    choosePrecision('float32');
    await lead('precision');
  },
  'install-again': null,
  'stop-run': stopTraining,
};

/** Remedies of which there is something to press. */
export function isPressable({ name }: Remedy): boolean {
  return acts[name] !== null;
}

/** Whether a remedy would still change anything. */
export function isNeeded(remedy: Remedy): boolean {
  return remedy.name !== 'crop-pictures' || settings.current.base.fit === 'stretch';
}

/** Does it. */
export async function applyRemedy(remedy: Remedy): Promise<void> {
  // A remedy's name belongs to its data; the compiler loses that when it looks up by a union of keys.
  const act = acts[remedy.name] as ((remedy: Remedy) => unknown) | null;
  await act?.(remedy);
}

function showRuns(): void {
  goTo('runs');
}

async function lead(setting: ShownSetting): Promise<void> {
  goTo('dataset');
  await showSetting(setting);
}

async function resumeWith(folder: string, pictures: ResumedPictures): Promise<void> {
  const changes = run.progress.run?.folder === folder ? run.resumedWith : {};
  const summary = await findRun(folder);
  if (summary !== null) {
    await resumeRun(summary, changes, pictures);
  }
}

/** A run that has failed is started anew with its own pictures and settings, if it is not theirs that are open. */
async function prepareAgain(): Promise<void> {
  const failed = page.current === 'training' ? (runs.opened ?? run).progress.run : null;
  const summary = failed === null ? null : await findRun(failed.folder);
  if (summary !== null && summary.dataset !== dataset.opened?.folder) {
    await duplicateRun(summary);
  }
}

function applySmaller({ field, value }: SmallerTraining): void {
  if (field === 'size') {
    chooseSize(imageSizes.find((size) => size === value) ?? settings.current.size);
  } else {
    typeField(field, String(value));
  }
}
