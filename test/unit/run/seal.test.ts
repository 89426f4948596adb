import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sealFiles } from '../../../src-main/run/seal';
import { temporaryFolder } from '../../support/temporary-folder';

/** More than what is read at once, and no multiple of it. */
const large = Uint8Array.from({ length: (1 << 22) + 12 }, (_, index) => index % 251);

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

describe('sealFiles', () => {
  it('digests files in their order, also when several ask at once', async () => {
    const folder = await temporaryFolder();
    const [first, second] = [join(folder, 'first'), join(folder, 'second')];
    await writeFile(first, large);
    await writeFile(second, '');
    const files = [first, second].map((path) => ({ path, sync: true, floats: false }));
    const seals = [
      { bytes: large.length, sha256: sha256(large), finite: true },
      { bytes: 0, sha256: sha256(new Uint8Array()), finite: true },
    ];
    const asked = [sealFiles(files), sealFiles([...files].reverse()), sealFiles(files)];
    expect(await Promise.all(asked)).toEqual([seals, [...seals].reverse(), seals]);
  });

  it.each([
    [Number.NaN, false],
    [Number.POSITIVE_INFINITY, false],
    [Number.NEGATIVE_INFINITY, false],
    [-3.4028234663852886e38, true],
  ])('tells whether all floats are finite: %d', async (value, finite) => {
    const path = join(await temporaryFolder(), 'floats');
    const floats = new Float32Array((1 << 20) + 3);
    floats[floats.length - 1] = value;
    await writeFile(path, floats);
    expect(await sealFiles([{ path, sync: false, floats: true }])).toMatchObject([{ finite }]);
    expect(await sealFiles([{ path, sync: false, floats: false }])).toMatchObject([{ finite: true }]);
  });

  it('fails with the code of the file system, and goes on with other files', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'missing');
    await expect(sealFiles([{ path, sync: false, floats: false }])).rejects.toMatchObject({ code: 'ENOENT' });
    await writeFile(path, 'there');
    expect(await sealFiles([{ path, sync: false, floats: false }])).toMatchObject([{ bytes: 5 }]);
  });
});
