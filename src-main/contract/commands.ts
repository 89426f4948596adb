/** What a person can ask for by a menu, a key or a button, wherever the window stands. */
export const commands = [
  'openFolder',
  'getDataset',
  'home',
  'runs',
  'dataset',
  'training',
  'tryIt',
  'export',
  'start',
  'pause',
  'stop',
  'sample',
  'checkpoint',
  'settings',
  'licences',
] as const;

export type Command = (typeof commands)[number];

export function isCommand(name: string): name is Command {
  return commands.some((command) => command === name);
}
