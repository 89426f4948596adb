/** The built application in a real window, with a user data folder of its own for every test. */
import { join } from 'node:path';
import { test as base, _electron, type ElectronApplication, type Page } from '@playwright/test';

export { expect } from '@playwright/test';

/** Root of the repository. */
export const root = join(__dirname, '..', '..', '..');

export interface Studio {
  readonly application: ElectronApplication;
  readonly page: Page;
  readonly userData: string;
  /** What the page wrote to its console as errors. */
  readonly consoleErrors: readonly string[];
}

/** Opens the application; `language` is the system's, for example "ko". */
export async function openStudio(userData: string, language = 'en'): Promise<Studio> {
  // A module with `import.meta`: Playwright translates static imports, but not this one.
  const { electronExecutable } = await import('../../../scripts/setup/electron.mjs');
  const asRoot = process.getuid?.() === 0;
  const application = await _electron.launch({
    executablePath: electronExecutable(),
    args: [...(asRoot ? ['--no-sandbox'] : []), `--lang=${language}`, root],
    env: { ...definedEnvironment(), PIX2PIX_STUDIO_USER_DATA: userData },
  });
  const page = await application.firstWindow();
  const consoleErrors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') {
      consoleErrors.push(message.text());
    }
  });
  return { application, page, userData, consoleErrors };
}

function definedEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}

/** The pid of the trainer process, or null while there is none. */
export function trainerPid(application: ElectronApplication): Promise<number | null> {
  return application.evaluate(({ app }) => {
    const metrics = app.getAppMetrics().find(({ name }) => name === 'Pix2Pix Studio trainer');
    return metrics?.pid ?? null;
  });
}

/** Playwright's `locale` is the system's language; a test's output folder is fresh, so the user data lie in it. */
export const test = base.extend<{ studio: Studio }>({
  studio: async ({ locale }, use, testInfo) => {
    const studio = await openStudio(testInfo.outputPath('user-data'), locale);
    await use(studio);
    await studio.application.close();
  },
});
