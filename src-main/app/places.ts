/** Where the application's files and the person's lie. */
import { join } from 'node:path';
import { app } from 'electron';

export interface Places {
  readonly renderer: string;
  readonly preload: string;
  /** Entry of the trainer process. */
  readonly trainer: string;
  /** Entry of the process that decodes files. */
  readonly decoder: string;
  /** Entry of the process that makes pictures and exports. */
  readonly predictor: string;
  readonly samplePairs: string;
  /** One folder a run. */
  readonly runs: string;
  /** Of the datasets that the application has loaded. */
  readonly datasets: string;
  /** List of the datasets opened last. */
  readonly recentDatasets: string;
  /** List of the folders that a person chose. */
  readonly knownFolders: string;
  readonly preferences: string;
  /** What training was measured to cost. */
  readonly measurements: string;
  /** Where the window stood last. */
  readonly windowState: string;
  readonly icon: string;
  readonly trayIcon: string;
  readonly documentation: string;
  readonly licences: string;
}

/** Tests name a fresh folder by this variable. */
const userDataVariable = 'PIX2PIX_STUDIO_USER_DATA';

/** Moves the user data folder if the environment says so; before anything is read from it. */
export function chooseUserData(): void {
  const folder = process.env[userDataVariable];
  if (folder !== undefined && folder !== '') {
    app.setPath('userData', folder);
  }
}

export function findPlaces(): Places {
  const built = join(__dirname, '..');
  return {
    renderer: join(built, 'renderer'),
    preload: join(built, 'preload', 'preload.js'),
    trainer: join(built, 'main', 'trainer.js'),
    decoder: join(built, 'main', 'decoder.js'),
    predictor: join(built, 'main', 'predictor.js'),
    samplePairs: unpacked(join(built, '..', 'assets', 'sample-pairs')),
    runs: join(app.getPath('userData'), 'runs'),
    datasets: join(app.getPath('userData'), 'datasets'),
    recentDatasets: join(app.getPath('userData'), 'recent-datasets.json'),
    knownFolders: join(app.getPath('userData'), 'known-folders.json'),
    preferences: join(app.getPath('userData'), 'preferences.json'),
    measurements: join(app.getPath('userData'), 'measurements.json'),
    windowState: join(app.getPath('userData'), 'window.json'),
    icon: join(built, '..', 'assets', 'icon.png'),
    trayIcon: join(built, '..', 'assets', 'tray.png'),
    licences: join(built, 'main', 'licences.json'),
    documentation: unpacked(join(built, '..', 'docs', 'window.md')),
  };
}

/** What other programs or TensorFlow read lies beside the archive, not in it. */
function unpacked(path: string): string {
  return path.replace('app.asar', 'app.asar.unpacked');
}
