/** What the window shows of a remedy: a sentence, or buttons that do it (`state/remedies.svelte.ts`). */
import type { Remedy, RemedyName, RemedyOf } from '../../src-main/contract/remedies';
import type { Messages } from '../messages/catalogue';
import { formatLimit } from './format';

export interface RemedyButton {
  readonly label: string;
  /** What it does. */
  readonly remedy: Remedy;
}

export interface ShownRemedy {
  /** What a person has to do outside of this window, or null. */
  readonly advice: string | null;
  /** Each is enough by itself. */
  readonly buttons: readonly RemedyButton[];
}

/** One for each remedy: one that is missing does not compile. */
type Renderers = { readonly [N in RemedyName]: (remedy: RemedyOf<N>, messages: Messages) => ShownRemedy };

const advice = (sentence: string): ShownRemedy => ({ advice: sentence, buttons: [] });
const button = (label: string, remedy: Remedy): ShownRemedy => ({ advice: null, buttons: [{ label, remedy }] });

const renderers: Renderers = {
  'see-help': (_remedy, { remedies }) => advice(remedies.seeHelp),
  'choose-dataset': (remedy, { chooseFolder }) => button(chooseFolder, remedy),
  'choose-transform': (remedy, { remedies }) => button(remedies.chooseTransform, remedy),
  'choose-folders': (remedy, { remedies }) => button(remedies.chooseFolders, remedy),
  'recognise-folders': (remedy, { remedies }) => button(remedies.recogniseFolders, remedy),
  'crop-pictures': (remedy, { remedies }) => button(remedies.cropPictures, remedy),
  'scale-as-in-training': (_remedy, { remedies }) => advice(remedies.largerPicture),
  'resume-run': (remedy, { remedies }) => button(remedies.showRuns, remedy),
  'choose-run': (remedy, { remedies }) => button(remedies.showRuns, remedy),
  'accept-new-dataset': (remedy, { remedies }) => button(remedies.acceptNewDataset, remedy),
  'find-dataset': (remedy, { remedies }) => button(remedies.findDataset, remedy),
  'train-further': (remedy, { changeEpochs }) => button(changeEpochs, remedy),
  'lower-learning-rate': (remedy, { resumeWithLearningRate, remedies }) => {
    const rate = formatLimit(remedy.learningRate);
    return button(remedy.resumes ? resumeWithLearningRate(rate) : remedies.setLearningRate(rate), remedy);
  },
  'train-smaller': ({ name, changes }, { remedies }) => ({
    advice: null,
    buttons: changes.map((change) => ({
      label: remedies.smaller[change.field](String(change.value)),
      remedy: { name, changes: [change] },
    })),
  }),
  'free-memory': (_remedy, { remedies }) => advice(remedies.freeMemory),
  'free-disk': (remedy, { remedies }) => ({ ...button(remedies.showCache, remedy), advice: remedies.freeDisk }),
  'accept-licence': (_remedy, { remedies }) => advice(remedies.acceptLicence),
  'replace-export': (remedy, { exporting }) => button(exporting.overwrite, remedy),
  'switch-noise-off': (remedy, { remedies }) => button(remedies.switchNoiseOff, remedy),
  'choose-device': (remedy, { remedies }) => button(remedies.chooseDevice, remedy),
  'train-in-float32': (remedy, { remedies }) => button(remedies.trainInFloat32, remedy),
  'install-again': (_remedy, { remedies }) => advice(remedies.installAgain),
  'stop-run': (remedy, { stopAndSave }) => button(stopAndSave, remedy),
};

export function showRemedy(remedy: Remedy, messages: Messages): ShownRemedy {
  // A remedy's name belongs to its data; the compiler loses that when it looks up by a union of keys.
  const render = renderers[remedy.name] as (remedy: Remedy, messages: Messages) => ShownRemedy;
  return render(remedy, messages);
}
