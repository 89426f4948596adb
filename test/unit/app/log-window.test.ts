import { expect, test, vi } from 'vitest';
import { consoleError } from '../../../src-main/app/log-window';

// Only Electron has its modules; what is tested here asks nothing of them.
vi.mock('electron', () => ({}));

test('errors of the console are told as old and as new versions of Electron give them', () => {
  const details = { level: 'error', message: 'Uncaught Error: no', lineNumber: 7, sourceId: 'app://studio/a.js' };
  expect(consoleError(details)).toBe('Uncaught Error: no (app://studio/a.js:7)');
  expect(consoleError({ ...details, level: 'warning' })).toBeNull();
  expect(consoleError({}, 3, 'Uncaught Error: no', 7, 'app://studio/a.js')).toBe(
    'Uncaught Error: no (app://studio/a.js:7)',
  );
  expect(consoleError({}, 2, 'careful', 7, 'app://studio/a.js')).toBeNull();
  expect(consoleError(undefined)).toBeNull();
});
