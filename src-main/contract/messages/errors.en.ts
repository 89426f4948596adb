import type { ErrorData } from '../errors';
import type { ErrorCatalogue } from './render';

export const errorsEn: ErrorCatalogue = {
  'command-unknown': ({ command, known, suggestion }) =>
    `There is no command "${command}". ${suggestion === undefined ? `Known commands: ${known}.` : `Did you mean ${suggestion}?`}`,
  'argument-missing': ({ argument }) => `${argument} is missing.`,
  'argument-unexpected': ({ command, expected, given }) =>
    `Too many arguments for "${command}": it takes ${String(expected)}, and ${String(given)} were given. Quote paths that have spaces.`,
  'option-unknown': ({ option, known, suggestion }) =>
    `There is no option "${option}". ${suggestion === undefined ? `Known options: ${known}.` : `Did you mean ${suggestion}?`}`,
  'option-value': ({ option, value, allowed }) => `"${value}" cannot be used for ${option}. Allowed: ${allowed}.`,
  'option-without-value': ({ option }) => `The option ${option} needs a value.`,
  'option-missing': ({ option }) => `The option ${option} is required.`,
  'config-file': ({ path, reason }) =>
    `The configuration file ${path} cannot be used: ${reason}. It must be a JSON object of options.`,
  'dataset-missing': ({ path }) => `There is no folder ${path}.`,
  'folder-not-chosen': ({ path }) =>
    `${path} was not opened here before, so it is not read until you choose it yourself.`,
  'dataset-not-folder': ({ path }) => `${path} is a file. Give the folder that the pairs lie in.`,
  'dataset-unreadable': ({ path, reason }) => `The folder ${path} cannot be read: ${reason}. Check its permissions.`,
  'dataset-not-open': () => 'Another dataset was opened in the meantime. Open this one again.',
  'dataset-no-pairs': ({ path, setAside }) =>
    `No pairs were found in ${path} (${String(setAside)} files set aside). Looked for pictures with input and target beside or above each other in train/ and test/ (or val/) or directly in the folder, and for two folders with pictures of the same names.`,
  'dataset-no-training-pairs': ({ path, testPairs }) =>
    `${path} has ${String(testPairs)} test pairs but none to train on. Put pairs into its train/ folder.`,
  'dataset-changed': ({ path }) =>
    `The pictures in ${path} changed while they were being read. Start again when nothing writes into that folder.`,
  'image-unreadable': ({ name, reason }) =>
    `${name} cannot be read: ${reason}. Open it in an image editor and save it again.`,
  'image-empty': ({ name }) => `${name} is empty (0 bytes). Copy it again from where it came.`,
  'image-not-pair': ({ name, width, height }) =>
    `${name} is ${String(width)}×${String(height)}; a side-by-side pair has an even width and two halves of the same size. Put input and target beside each other.`,
  'image-too-large': ({ name, width, height, limit }) =>
    `${name} is ${String(width)}×${String(height)}, more than ${String(limit)} megapixels. Make it smaller.`,
  'image-too-small': ({ name, width, height, minimum }) =>
    `${name} is ${String(width)}×${String(height)}; this network needs at least ${String(minimum)} pixels a side.`,
  'image-format': ({ name }) =>
    `${name} is not a picture in a format that can be read: JPEG, PNG, WebP, TIFF, BMP, GIF or AVIF. Save it as one of these.`,
  'image-heic': ({ name }) =>
    `${name} is an HEIC picture, as phones take them, which cannot be decoded here. Save it as JPEG or PNG.`,
  'image-missing': ({ name }) => `${name} is not there any more. Put it back, or read the folder again.`,
  'image-forbidden': ({ name }) => `${name} may not be read. Check its permissions.`,
  'image-not-file': ({ name }) => `${name} is not a file. Take it out of the folder.`,
  'image-link-loop': ({ name }) => `${name} is a link that leads back to itself. Remove it.`,
  'image-file-too-large': ({ name, megabytes, limit }) =>
    `${name} has ${String(megabytes)} MB, more than ${String(limit)} MB. Save it smaller.`,
  'image-crashed': ({ name, reason }) =>
    `${name} made the program that decodes pictures fail (${reason}). Open it in an image editor and save it again.`,
  'image-too-slow': ({ name, seconds }) =>
    `${name} was not decoded within ${String(seconds)} seconds. Open it in an image editor and save it again.`,
  'image-named-otherwise': ({ name, format }) =>
    `${name} holds a ${format} picture, which its name does not say. It is used; rename it so that other programs read it too.`,
  'pair-incomplete': ({ name, folder }) =>
    `${name} has no picture of the same name in ${folder}. Add it there, or take this one out.`,
  'pair-ambiguous': ({ name, other }) =>
    `${name} has the same name as ${other}, apart from the ending. Remove one of them.`,
  'pair-partner-unusable': ({ name, other }) =>
    `${name} is left out because ${other}, the other side of its pair, cannot be used. Mend that one.`,
  'image-not-stacked': ({ name, width, height }) =>
    `${name} is ${String(width)}×${String(height)}; a pair one above the other has an even height and two halves of the same size. Put input and target above each other.`,
  'pair-sizes-differ': ({ name, inputWidth, inputHeight, targetWidth, targetHeight }) =>
    `${name}: the input is ${String(inputWidth)}×${String(inputHeight)} and the target ${String(targetWidth)}×${String(targetHeight)}. It is used; check that both show the same.`,
  'pair-duplicate': ({ name, other }) =>
    `${name} has the same contents as ${other}. Both are used; remove one of them.`,
  'pair-in-both-splits': ({ name, other }) =>
    `${name} is for testing, and ${other}, with the same contents, for training. The test would only measure memory; remove one of them.`,
  'dataset-folders-unclear': ({ path, folders }) =>
    `${path} has several folders (${folders.join(', ')}), and which two hold the inputs and the targets is not clear.`,
  'dataset-folder-missing': ({ path, folder }) => `There is no folder ${folder} in ${path}.`,
  'dataset-transform-missing': ({ path }) => `Single pictures, as in ${path}, need something that makes the inputs.`,
  'run-exists': ({ path }) => `The run folder ${path} exists already and is not empty.`,
  'run-missing': ({ path }) => `There is no run in ${path}: run.json is missing.`,
  'run-damaged': ({ path, reason }) => `The run ${path} cannot be read: ${reason}. Restore run.json from a copy.`,
  'run-newer': ({ path, format, supported }) =>
    `The run ${path} has format ${String(format)}; this version reads up to ${String(supported)}. Update Pix2Pix Studio.`,
  'run-dataset-changed': ({ path, dataset }) =>
    `The pictures in ${dataset} are not those that the run ${path} was trained on. Restore them, or train on with these.`,
  'run-dataset-missing': ({ path, dataset }) =>
    `The pictures of the run ${path} were in ${dataset}, which is not there.`,
  'run-config-changed': ({ path, field, trained, found }) =>
    `${field} is ${found} in ${path}, but the checkpoint was trained with ${trained}. Set it back in run.json; only epochs, steps, lambda, the learning rate and how often is saved may change.`,
  'run-locked': ({ path, process, host }) =>
    `Process ${String(process)} on ${host} is training into ${path}. Stop it first, or wait until it is done.`,
  'run-lock-lost': ({ path, process, host }) =>
    `${process === null || host === null ? 'Another process' : `Process ${String(process)} on ${host}`} has taken over the run ${path} while this computer slept or its disk did not answer. The training here has stopped and writes nothing more into it; what was trained since the last checkpoint is lost. Let the other one train, or stop it and resume.`,
  'run-not-training': () =>
    'No run is training now, so there is nothing to pause or change. Start or resume one first.',
  'run-finished': ({ path, step, total }) =>
    `The run ${path} has done ${String(step)} of ${String(total)} steps already.`,
  'checkpoint-none': ({ path }) => `The run ${path} has no whole checkpoint yet. Train it until its first checkpoint.`,
  'checkpoint-damaged': ({ path, reason }) => `The checkpoint ${path} is damaged: ${reason}.`,
  'checkpoint-fallback': ({ damaged, used, reason }) =>
    `The checkpoint ${damaged} is damaged (${reason}); ${used} is used instead.`,
  'checkpoint-missing': ({ path, step, known }) =>
    `The run ${path} has no checkpoint of step ${String(step)}. It has: ${known}.`,
  'file-refused': ({ path, kind }) =>
    ({
      link: `${path} is a link, which is not followed. Put what it leads to in its place.`,
      outside: `${path} leads out of the folder that it lies in, and is not used. Put a folder of that name in its place.`,
      folder: `${path} is a folder, where a file belongs.`,
      special: `${path} is no file, but a pipe, a device or a socket, and is not opened.`,
    })[kind],
  'file-too-large': ({ path, bytes, limit }) =>
    `${path} has ${String(bytes)} bytes; such a file has at most ${String(limit)}. It is not read.`,
  'disk-full': ({ path }) => `The disk is full: ${path} could not be written. Nothing saved before is harmed.`,
  'disk-low': ({ path, freeMegabytes, neededMegabytes }) =>
    `The disk of ${path} is nearly full: ${String(freeMegabytes)} MB are free, and a checkpoint takes ${String(neededMegabytes)} MB. One is saved now, while there is room.`,
  'disk-without-sync': ({ path }) =>
    `The disk of ${path} does not confirm that names of files have reached it, as some network disks do not. Training goes on; after a power cut the newest checkpoint may be missing there, and the one before it is used.`,
  'write-failed': ({ path, reason }) =>
    `${path} could not be written: ${reason}. Check that the folder exists and may be written to.`,
  'trash-failed': ({ path, reason }) =>
    `${path} could not be moved to the trash: ${reason}. Remove it with the file manager.`,
  'disk-too-small': ({ path, freeMegabytes, neededMegabytes }) =>
    `${String(neededMegabytes)} MB are needed for ${path}, and ${String(freeMegabytes)} MB are free there.`,
  'download-address': ({ address }) =>
    `${address} is not loaded from: only encrypted addresses (https) are. Check the address.`,
  'download-offline': ({ address, reason }) =>
    `No connection to ${address}: ${reason}. Check that this computer is on line and try again; what was loaded before is kept.`,
  'download-refused': ({ address, status }) =>
    `The server does not give ${address} (HTTP status ${String(status)}). ${status >= 500 ? 'Try again later.' : 'The archive may have moved; look for it on the page of the pix2pix paper.'}`,
  'download-interrupted': ({ address, received, total, reason }) =>
    `The download of ${address} broke off after ${String(received)} of ${String(total)} bytes: ${reason}. Try again to go on from there.`,
  'archive-damaged': ({ name, reason }) =>
    `The archive of ${name} is damaged: ${reason}. It was removed; try again to load it anew.`,
  'archive-unsafe': ({ name, entry, reason }) =>
    `The archive of ${name} was refused (${reason}): ${
      {
        path: `"${entry}" would be written outside of its folder`,
        link: `"${entry}" is a link or a device instead of a file`,
        size: 'it would unpack to far more than a dataset of pictures',
      }[reason]
    }. Nothing was written. Load it from the authors' address only.`,
  'licence-not-accepted': ({ dataset, address }) =>
    `${dataset} may only be used by those who have agreed to its terms: ${address}.`,
  'open-failed': ({ path, reason }) =>
    `${path} could not be opened: ${reason}. Choose a program for this kind of file in the file manager.`,
  'output-exists': ({ path }) => `${path} exists already. Choose another place, or remove it.`,
  'export-exists': ({ path }) => `The export ${path} exists already.`,
  'export-not-replaced': ({ path }) =>
    `${path} exists and is not an export, so it is not replaced. Choose another place, or remove it yourself.`,
  'export-not-runnable': ({ path, format }) =>
    `${path} is an export in format ${format}, which is for other programs. Predict from the run's folder or from a savedmodel export.`,
  'export-damaged': ({ path, reason }) => `The exported model ${path} cannot be used: ${reason}. Export the run again.`,
  'export-foreign': ({ path }) =>
    `The model in ${path} is not as this version of Pix2Pix Studio writes it: it was changed or damaged, or comes from another version or program. A model can hold instructions, so it was not opened. Use the run itself, or an export of it that this version made.`,
  'export-without-noise': ({ path }) =>
    `The exported model ${path} was made without noise; the run itself may have it.`,
  'run-without-dropout': ({ path }) => `The run ${path} was trained without dropout, so there is no noise to export.`,
  'inputs-none': ({ path }) => `There is no picture in the folder ${path}. Give pictures, or a folder that has some.`,
  'native-library-missing': ({ reason }) => `The TensorFlow library is not there or does not load: ${reason}.`,
  'precision-missing': ({ precision, device }) =>
    `${device} cannot compute in ${precision}. A run that began in it can go on only where a processor or GPU can.`,
  'gpu-missing': ({ reason }) => `No GPU can be used: ${reason}.`,
  'gpu-unused': ({ gpu }) =>
    `${gpu} is not used: this TensorFlow library has no GPU support. Training runs on the processor.`,
  'dataset-no-test-pairs': ({ path }) => `${path} has no test pairs. Put some into its test/ folder.`,
  'loss-not-finite': ({ step, loss, variable, lambda, learningRate, keptStep }) =>
    `${[loss, variable].filter((name) => name !== null).join(' and ')} ${loss !== null && variable !== null ? 'are no finite numbers' : 'is not a finite number'} at step ${String(step)} (lambda ${String(lambda)}, learning rate ${String(learningRate)}). ${
      keptStep === null
        ? 'No checkpoint had been written yet.'
        : `The run was put back to its checkpoint of step ${String(keptStep)}.`
    }`,
  'out-of-memory': ({ reason, peakMegabytes, ...memory }) =>
    `There is not enough memory for ${trainingOf(memory)} (${reason}${peakMegabytes === null ? '' : ` at ${String(peakMegabytes)} MB`}).${amounts(memory)}`,
  'memory-short': (memory) => `The memory may not be enough for ${trainingOf(memory)}.${amounts(memory)}`,
  'memory-beside-training': ({ freeMegabytes, neededMegabytes }) =>
    `A run is being trained, and beside it ${String(freeMegabytes)} MB of memory are free; the generator needs about ${String(neededMegabytes)} MB.`,
  'trainer-stopped': ({ reason, step }) => `The trainer stopped at step ${String(step)}: ${reason}.`,
  'trainer-busy': ({ run }) => `The trainer is at work on ${run}.`,
  'request-invalid': ({ channel, reason }) => `The request "${channel}" was refused: ${reason}.`,
  unexpected: ({ reason }) => `Something unexpected went wrong: ${reason}.`,
};

function trainingOf({ size, filters, batch }: ErrorData['memory-short']): string {
  return `pictures of ${String(size)} px, ${String(filters)} filters and batch ${String(batch)}`;
}

function amounts({ neededMegabytes, limitMegabytes }: ErrorData['memory-short']): string {
  return neededMegabytes === null || limitMegabytes === null
    ? ''
    : ` Such a training takes about ${String(neededMegabytes)} MB; there are ${String(limitMegabytes)} MB.`;
}
