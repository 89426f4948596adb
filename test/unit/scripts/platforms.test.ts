import { describe, expect, it } from 'vitest';
import { platformFor, platforms, type Platform } from '../../../scripts/setup/platforms.mjs';
import { packageName } from '../../../scripts/setup/system-packages.mjs';
import { destination } from '../../../scripts/setup/tensorflow.mjs';

const linux = platformFor('linux', 'x64') as Platform;

describe('platformFor', () => {
  it('has a tried recipe for Linux x64 only', () => {
    expect(Object.entries(platforms).filter(([, { tried }]) => tried)).toEqual([['linux-x64', linux]]);
  });

  it('says why there is none for Windows and for others', () => {
    expect(platformFor('win32', 'x64')).toHaveProperty(
      'reason',
      expect.stringContaining('Windows x64 is not supported'),
    );
    expect(platformFor('sunos', 'sparc')).toHaveProperty('reason', expect.stringContaining('sunos-sparc'));
  });

  it.each(Object.entries(platforms))('pins a wheel for %s and links only to libraries it unpacks', (_key, platform) => {
    expect(platform.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(Object.values(platform.libraries)).toEqual(expect.arrayContaining(Object.values(platform.links)));
  });
});

describe('destination', () => {
  it('takes the libraries, the few headers and the licences out of the wheel, and nothing else', () => {
    expect(destination('tensorflow/libtensorflow_cc.so.2', linux)).toBe('deps/lib/libtensorflow_cc.so.2');
    expect(destination('tensorflow/include/tensorflow/c/c_api.h', linux)).toBe('deps/include/tensorflow/c/c_api.h');
    expect(destination('tensorflow/THIRD_PARTY_NOTICES.txt', linux)).toBe('licences/THIRD_PARTY_NOTICES.txt');
    expect(destination('tensorflow/include/tensorflow/c/', linux)).toBeUndefined();
    expect(destination('tensorflow/include/Eigen/Core', linux)).toBeUndefined();
    expect(destination('tensorflow/python/_pywrap_tensorflow_common.so', linux)).toBeUndefined();
  });
});

describe('packageName', () => {
  const gtk = { name: 'libgtk-3-0', renamed: true };

  it('follows the renaming in Debian 13 and Ubuntu 24.04', () => {
    expect(packageName(gtk, 'ID=debian\nVERSION_ID="12"\n')).toBe('libgtk-3-0');
    expect(packageName(gtk, 'ID=debian\nVERSION_ID="13"\n')).toBe('libgtk-3-0t64');
    expect(packageName(gtk, 'NAME="Ubuntu"\nID=ubuntu\nVERSION_ID="22.04"\n')).toBe('libgtk-3-0');
    expect(packageName(gtk, 'NAME="Ubuntu"\nID=ubuntu\nVERSION_ID="24.04"\n')).toBe('libgtk-3-0t64');
    expect(packageName({ name: 'xvfb' }, 'ID=debian\nVERSION_ID="13"\n')).toBe('xvfb');
  });
});
