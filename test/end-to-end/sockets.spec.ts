/** Nobody can reach the application, and it reaches nobody: asked of the kernel while it works. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportFormats } from '../../src-main/contract/export';
import { logFileName } from '../../src-main/contract/log';
import { runFiles } from '../../src-main/contract/run';
import { expect, startOf, test } from './support/application';
import { saveNow, shownStep, startTraining } from './support/run';
import { socketsOf } from './support/sockets';

test.beforeEach(() => {
  test.info().skip(process.platform !== 'linux', 'The kernel’s tables are Linux’s.');
});

test('started as a person starts it, no process of the application has an internet socket', async () => {
  const userData = test.info().outputPath('user-data');
  const { executablePath, args, env } = await startOf(userData);
  const application = spawn(executablePath, args, { env, stdio: 'ignore' });
  const ended = once(application, 'exit');
  // The window has asked for the devices, so all that a start begins has begun.
  await expect
    .poll(() => readFile(join(userData, 'logs', logFileName), 'utf8').catch(() => ''))
    .toContain(' started training[');
  expect(await socketsOf(application.pid ?? NaN)).toEqual([]);
  application.kill('SIGTERM');
  await ended;
});

test('while it trains and exports, no socket is opened beside those of this test', async ({ studio }) => {
  const pid = studio.application.process().pid ?? NaN;
  const inSight = async (): Promise<readonly string[]> =>
    (await socketsOf(pid)).map((socket) =>
      JSON.stringify({ ...socket, pid: socket.pid === pid ? 'main' : socket.pid }),
    );
  const own = await inSight();
  // This test itself talks to the application by sockets of the loopback device.
  expect(own.length).toBeGreaterThan(0);
  const others = async (): Promise<readonly string[]> => (await inSight()).filter((socket) => !own.includes(socket));

  await startTraining(studio, 3);
  for (let looks = 0; looks < 5; looks += 1) {
    const step = await shownStep(studio);
    expect(await others()).toEqual([]);
    await expect.poll(() => shownStep(studio)).toBeGreaterThan(step);
  }
  const saved = await saveNow(studio);
  for (const format of exportFormats) {
    const exported = studio.page.evaluate(
      (request) => {
        const bridge = Reflect.get(window, 'studio') as { request: (name: string, value: object) => unknown };
        return bridge.request('startExport', request);
      },
      { name: 'sample-pairs-1', out: null, format, checkpoint: saved },
    );
    const done = exported.then(() => true);
    const looked = async (): Promise<false> => {
      expect(await others(), format).toEqual([]);
      return false;
    };
    // A look is taken to its end before the next, until the export is done.
    while (!(await Promise.race([done, looked()])));
    expect(await exported).toMatchObject({ ok: true });
  }
  expect(await readdir(join(studio.userData, 'runs', 'sample-pairs-1', runFiles.exports))).toHaveLength(4);
});
