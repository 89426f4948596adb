/** The built application in a real window, with a user data folder of its own for every test. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test as base, _electron, type ElectronApplication, type Page } from '@playwright/test';
import { keepMeasurements, placeMeasurements } from './measurements';
import { screenOfWorker } from './screens';

export { expect };

/** Root of the repository. */
export const root = join(__dirname, '..', '..', '..');

export interface Studio {
  readonly application: ElectronApplication;
  readonly page: Page;
  readonly userData: string;
  /** What the page wrote to its console as errors. */
  readonly consoleErrors: readonly string[];
  readonly hasEnded: () => boolean;
}

/** Chromium's sandbox refuses to run as root. */
export const isRoot = process.getuid?.() === 0;

/** How to start the application: a program, its arguments and its environment. */
export interface Start {
  readonly executablePath: string;
  readonly args: string[];
  readonly env: Record<string, string>;
}

/**
 * @param language of the system, for example "ko"
 * @param environment beside this process's own
 */
export async function startOf(
  userData: string,
  language = 'en',
  environment: Readonly<Record<string, string>> = {},
): Promise<Start> {
  // A module with `import.meta`: Playwright translates static imports, but not this one.
  const { electronExecutable } = await import('../../../scripts/setup/electron.mjs');
  return {
    executablePath: electronExecutable(),
    args: [...(isRoot ? ['--no-sandbox'] : []), `--lang=${language}`, root],
    env: { ...definedEnvironment(), ...screenOfWorker(), ...environment, PIX2PIX_STUDIO_USER_DATA: userData },
  };
}

/** Opens the application; arguments as of `startOf`. */
export async function openStudio(
  userData: string,
  language = 'en',
  environment: Readonly<Record<string, string>> = {},
): Promise<Studio> {
  const start = await startOf(userData, language, environment);
  // The theme is the system's, or the person's choice; Playwright would else decide it.
  const application = await _electron.launch({ ...start, colorScheme: null, chromiumSandbox: !isRoot });
  let isOver = false;
  application.on('close', () => {
    isOver = true;
  });
  const page = await application.firstWindow();
  const consoleErrors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') {
      consoleErrors.push(message.text());
    }
  });
  return { application, page, userData, consoleErrors, hasEnded: () => isOver };
}

function definedEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}

/** The pid of the trainer's utility process, or null while there is none. */
export function trainerPid(application: ElectronApplication): Promise<number | null> {
  return application.evaluate(({ app }) => {
    const metrics = app.getAppMetrics().find(({ name }) => name === 'Pix2Pix Studio trainer');
    return metrics?.pid ?? null;
  });
}

/** The pid of the process that trains, which is a child of the trainer's utility process, or null. */
export async function trainingPid(application: ElectronApplication): Promise<number | null> {
  const parent = await trainerPid(application);
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,ppid=']);
  const processes = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  return processes.find(([, ppid]) => ppid === parent)?.[0] ?? null;
}

/** Ends the application, if it still runs, without the question that a run under way would bring up. */
export async function endStudio({ application, hasEnded }: Studio): Promise<void> {
  if (hasEnded()) {
    return;
  }
  const gone = application.waitForEvent('close');
  // The answer may be lost with the process.
  await application
    .evaluate(({ app }) => {
      app.exit();
    })
    .catch(() => undefined);
  await gone;
}

/**
 * Playwright's `locale` is the system's language; a test's output folder is fresh, so the user data lie in it. With
 * `isMeasured` the application remembers how fast this computer trains, as far as an earlier test has waited for that.
 */
export const test = base.extend<{ studio: Studio; isMeasured: boolean }>({
  isMeasured: [true, { option: true }],
  studio: async ({ locale, isMeasured }, use, testInfo) => {
    const userData = testInfo.outputPath('user-data');
    if (isMeasured) {
      await placeMeasurements(userData, testInfo.project.outputDir);
    }
    const studio = await openStudio(userData, locale);
    // A page that is not drawn yet hears no keys.
    await expect(studio.page.getByRole('main')).toBeVisible();
    await use(studio);
    await endStudio(studio);
    await keepMeasurements(userData, testInfo.project.outputDir);
  },
});

/**
 * One start for all tests of a file, which leave the application as they found it: call it where the file's tests stand.
 *
 * @returns the application, for use in a test; its page is loaded anew for each.
 */
export function startOnce(): () => Studio {
  let studio: Studio | null = null;
  const started = (): Studio => {
    if (studio === null) {
      throw new Error('The application is started before the first test.');
    }
    return studio;
  };
  test.beforeAll(async () => {
    studio = await openStudio(test.info().outputPath('user-data'));
  });
  test.beforeEach(async () => {
    await started().page.reload();
    await expect(started().page.getByRole('main')).toBeVisible();
  });
  test.afterAll(async () => {
    await endStudio(started());
  });
  return started;
}
