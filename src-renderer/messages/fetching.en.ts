/** English texts of "Get a dataset…" and the cache. */
import type { DatasetName } from '../../src-main/contract/named-datasets';

const what: Readonly<Record<DatasetName, string>> = {
  facades: 'Façade drawings to photographs',
  maps: 'Street maps to aerial photographs',
  cityscapes: 'Street label maps to photographs',
  edges2shoes: 'Edges to shoes',
  edges2handbags: 'Edges to handbags',
  night2day: 'Night to day, fixed cameras',
};

export const fetchingEn = {
  title: 'Get a dataset',
  open: 'Get a dataset…',
  lead: 'The datasets of the pix2pix paper, from their authors’ server.',
  what,
  size: (size: string, pairs: string) => `${size}, ${pairs} training pairs`,
  terms: 'Collected by others for research; their terms decide what you may do with the pictures.',
  termsAt: 'Terms and source',
  agree: 'I have registered with Cityscapes and agreed to its terms.',
  place: 'Into the folder',
  change: 'Change…',
  start: (size: string) => `Download ${size}`,
  stop: 'Stop',
  stopping: 'Stopping…',
  connecting: 'Connecting…',
  loaded: (done: string, total: string) => `${done} of ${total}`,
  unpacking: (files: string) => `Unpacking: ${files} files`,
  kept: 'Stopped. What was loaded is kept; the next download goes on from there.',
  cache: 'Cache',
  cacheSize: (size: string, stores: string) => `${size}, ${stores} decoded datasets`,
  cacheUnknown: 'Counting…',
  cacheHint: 'Decoded pictures and unfinished downloads. They are made again when they are needed.',
  clearCache: 'Empty the cache',
};
