import { flagOf } from '../options';
import { shellWord } from '../shell-word';
import type { RemedyCatalogue } from '../render-error';

export const remediesEn: RemedyCatalogue = {
  'see-help': () => 'Add --help to see what the command needs.',
  'choose-dataset': () => 'Check the path, or make sample pairs with "sample-data".',
  'choose-transform': () =>
    `For single pictures choose what makes the inputs, for instance ${flagOf('transform')} edges.`,
  'choose-folders': () => `Choose them: ${flagOf('inputFolder')} and ${flagOf('targetFolder')}.`,
  'recognise-folders': () =>
    `Choose one that is there, or leave ${flagOf('inputFolder')} and ${flagOf('targetFolder')} out.`,
  'crop-pictures': () => `To cut pictures instead of stretching them, use ${flagOf('fit')} crop.`,
  'scale-as-in-training': () => 'Enlarge it, or use --scale training.',
  'resume-run': ({ run }) => `Choose another run folder, or continue it with "resume ${shellWord(run)}".`,
  'choose-run': () => 'Give the folder that "train --run" made.',
  'accept-new-dataset': () => 'To train on with these pictures, add --accept-new-dataset.',
  'find-dataset': () => 'Say where they are now with --dataset.',
  'train-further': () => `Give a larger ${flagOf('epochs')} or ${flagOf('steps')} to go on.`,
  'lower-learning-rate': ({ learningRate, resumes }) =>
    `${resumes ? 'Resume' : 'Start again'} with a lower learning rate, such as ${flagOf('learningRate')} ${String(learningRate)}.`,
  'train-smaller': ({ changes }) =>
    `Try ${changes.map(({ field, value }) => `${flagOf(field)} ${String(value)}`).join(' / ')}.`,
  'free-memory': () => 'Close other programs, or train on another computer.',
  'free-disk': () => 'Make room there, for instance with "cache --clear".',
  'accept-licence': () => 'If you have, say so with --accept-licence.',
  'replace-export': () => 'Choose another place, or replace that export with --force.',
  'switch-noise-off': () => `Use ${flagOf('noiseAtInference')} off.`,
  'choose-device': () => `Use ${flagOf('device')} cpu, or auto.`,
  'train-in-float32': () => `Start a new run with ${flagOf('precision')} float32, or auto.`,
  'install-again': () => 'In a checkout run "npm run setup"; otherwise install Pix2Pix Studio again.',
  'stop-run': () => 'Stop that run, or wait until it is done.',
};
