/** How the pictures of the opened dataset are drawn: as training will see them. */
import type { LayoutConfig, TrainConfig } from '../../src-main/contract/config';
import type { Role, Transform } from '../../src-main/contract/dataset';
import type { DatasetPair, OpenedDataset } from '../../src-main/contract/routes';

/** What of a configuration changes how pictures look, beside which ones they are. */
export const lookFields = ['fit', 'inputResizing', 'targetResizing', 'background'] as const;
export type Look = Pick<TrainConfig, (typeof lookFields)[number]>;

const otherRole: Readonly<Record<Role, Role>> = { input: 'target', target: 'input' };

/** Which of a pair's pictures, as the dataset was read, now has a role. */
export function sourceOf(role: Role, swapped: boolean): Role {
  return swapped ? otherRole[role] : role;
}

/** Address of one picture of a pair. */
export function previewUrl(
  pair: DatasetPair,
  role: Role,
  {
    looks,
    swapped,
    transform,
    look,
  }: {
    readonly looks: OpenedDataset['looks'];
    readonly swapped: boolean;
    readonly transform: Transform;
    readonly look: Look;
  },
): string {
  const isMade = role === 'input' && transform !== 'none';
  const source = sourceOf(role, swapped);
  // What is made from the target is resized as the target.
  const chosen = role === 'input' && !isMade ? look.inputResizing : look.targetResizing;
  const query = new URLSearchParams({
    fit: look.fit,
    resizing: chosen === 'auto' ? looks[isMade ? 'target' : source] : chosen,
    transform: isMade ? transform : 'none',
    background: look.background,
  });
  return `${pair.url}/${source}?${query.toString()}`;
}

/** The configuration of a dataset as it was read, or with its sides exchanged. */
export function swappedLayout(opened: OpenedDataset, swapped: boolean, transform: Transform): LayoutConfig {
  const { config, layout, inputFolder, targetFolder } = opened;
  if (layout === 'single') {
    return { ...config, transform };
  }
  if (!swapped) {
    return config;
  }
  return layout === 'folders'
    ? { ...config, inputFolder: targetFolder, targetFolder: inputFolder }
    : { ...config, inputSide: config.inputSide === 'right' ? 'left' : 'right' };
}

/** A chosen folder as it stands in a configuration: relative to the dataset's where it lies below it. */
export function folderWithin(dataset: string, folder: string): string {
  const isBelow = folder.startsWith(dataset) && /^[/\\]/.test(folder.slice(dataset.length));
  return isBelow ? folder.slice(dataset.length + 1).replaceAll('\\', '/') : folder;
}
