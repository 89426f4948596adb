/** English texts of the menus, the tray and the notifications. */
export const en = {
  file: 'File',
  edit: 'Edit',
  view: 'View',
  run: 'Run',
  window: 'Window',
  help: 'Help',

  openFolder: 'Open folder…',
  getDataset: 'Get a dataset…',
  openRecent: 'Open recent',
  noRecent: 'Nothing yet',
  settings: 'Settings…',
  quit: 'Quit',

  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select all',

  home: 'Home',
  runs: 'Runs',
  dataset: 'Dataset',
  training: 'Training',
  tryIt: 'Try it',
  export: 'Export',
  actualSize: 'Actual size',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fullScreen: 'Full screen',
  developerTools: 'Developer tools',

  start: 'Start or resume training',
  pause: 'Pause or continue',
  stop: 'Stop and save',
  sample: 'Sample now',
  checkpoint: 'Checkpoint now',

  minimise: 'Minimise',
  close: 'Close',

  documentation: 'Documentation',
  showLog: 'Show log',
  licences: 'Licences',
  about: 'About Pix2Pix Studio',

  show: 'Show the window',
  trayTraining: (run: string, percent: string) => `${run}: ${percent} %`,
  trayHeld: (run: string, percent: string) => `${run}: paused at ${percent} %`,
  trayIdle: 'No run is training',

  finishedTitle: (run: string) => `${run} has finished`,
  finishedBody: (steps: string) => `All ${steps} steps are done, and the last one is saved.`,
  failedTitle: (run: string) => `${run} has stopped`,
  inBackgroundTitle: (run: string) => `${run} is training in the background`,
  inBackgroundBody: 'Its icon is in the tray. Starting Pix2Pix Studio again shows the window too.',
};

export type AppMessages = typeof en;
