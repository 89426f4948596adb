import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src-main/contract/errors';
import { writePatiently } from '../../../src-main/run/patience';

const full = new AppError('disk-full', { path: 'run' });

/** A disk that refuses some times before it takes what is written. */
function diskThatRefuses(times: number, error: Error = full): { write: () => Promise<string>; tries: () => number } {
  let tries = 0;
  return {
    write: () => {
      tries += 1;
      return tries > times ? Promise.resolve('written') : Promise.reject(error);
    },
    tries: () => tries,
  };
}

function listen(stop = new AbortController()): {
  said: string[];
  stop: AbortController;
  patience: Parameters<typeof writePatiently>[1];
} {
  const said: string[] = [];
  const patience = {
    stop: stop.signal,
    paused: (error: AppError) => said.push(error.code),
    continued: () => said.push('continued'),
  };
  return { said, stop, patience };
}

describe('writePatiently', () => {
  it('says nothing when the disk takes it', async () => {
    const { said, patience } = listen();
    expect(await writePatiently(diskThatRefuses(0).write, patience)).toBe('written');
    expect(said).toEqual([]);
  });

  it('waits until the disk takes it, and tells the beginning and the end once', async () => {
    const { said, patience } = listen();
    const disk = diskThatRefuses(2);
    expect(await writePatiently(disk.write, patience)).toBe('written');
    expect(disk.tries()).toBe(3);
    expect(said).toEqual(['disk-full', 'continued']);
  });

  it('tries once more when a stop is asked for, and then gives up', async () => {
    const { said, stop, patience } = listen();
    const disk = diskThatRefuses(Infinity);
    const writing = writePatiently(disk.write, patience);
    stop.abort();
    await expect(writing).rejects.toBe(full);
    expect(disk.tries()).toBe(2);
    expect(said).toEqual(['disk-full']);
  });

  it('does not wait for what time will not mend', async () => {
    const { said, patience } = listen();
    const broken = new Error('broken');
    const disk = diskThatRefuses(Infinity, broken);
    await expect(writePatiently(disk.write, patience)).rejects.toBe(broken);
    expect(disk.tries()).toBe(1);
    expect(said).toEqual([]);
  });
});
