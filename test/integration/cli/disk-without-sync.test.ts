/** Disks on which `fsync` of a folder fails: where they cannot do it, the training goes on; where they are broken, it does not. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyCheckpoint } from '../../../src-main/run/checkpoint';
import { failingFolderSync, preloaded } from '../../support/preload';
import { temporaryFolder } from '../../support/temporary-folder';
import { records, runCli, type Ended, type JsonRecord, parseRecord } from './run-cli';

const small = ['--size', '64', '--filters', '4', '--steps', '3', '--checkpoint-every-steps', '1', '--device', 'cpu'];

/** Trains in a process in which `fsync` of a folder fails so. It is interrupted when it waits for the disk. */
async function train(run: string, error: 'EINVAL' | 'EIO'): Promise<Ended> {
  // Files must not be synced by a ring of requests, which no library sees.
  const environment = {
    ...(await preloaded(await temporaryFolder(), failingFolderSync(error))),
    UV_USE_IO_URING: '0',
  };
  return runCli(['train', 'assets/sample-pairs', '--run', run, ...small, '--json'], {
    environment,
    onLine(line, child) {
      if (parseRecord(line).type === 'paused') {
        child.kill('SIGINT');
      }
    },
  });
}

const ofType = (ended: Ended, type: string): readonly JsonRecord[] =>
  records(ended.stdout).filter((record) => record.type === type);

describe.runIf(process.platform === 'linux')('a disk that', () => {
  it('cannot sync folders is told once, and trained on', async () => {
    const run = join(await temporaryFolder(), 'run');
    const ended = await train(run, 'EINVAL');
    expect(ended.code).toBe(0);
    expect(ofType(ended, 'warning')).toMatchObject([{ code: 'disk-without-sync' }]);
    expect(ofType(ended, 'done')).toMatchObject([{ step: 3, complete: true }]);
    expect((await readdir(join(run, 'checkpoints'))).sort()).toEqual([
      'latest',
      ...[1, 2, 3].map((step) => `step-0000000${String(step)}`),
    ]);
    expect((await verifyCheckpoint(join(run, 'checkpoints', 'step-00000003'))).state.step).toBe(3);
  });

  it('fails to sync folders is an error', async () => {
    const run = join(await temporaryFolder(), 'run');
    const ended = await train(run, 'EIO');
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('EIO');
    expect(ofType(ended, 'warning').map(({ code }) => code)).not.toContain('disk-without-sync');
  });
});
