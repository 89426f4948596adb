import { describe, expect, it } from 'vitest';
import { folderArgument } from '../../../src-main/app/folder-argument';
import { startedWith } from '../../../src-main/app/second-start';

describe('the folder that the application is started with', () => {
  it('is the first argument that is no switch, from the folder where it was typed', () => {
    expect(folderArgument(['/opt/studio', '--no-sandbox', 'pairs'], true, '/home/ann')).toBe('/home/ann/pairs');
    expect(folderArgument(['/opt/studio', '/data/pairs', 'more'], true, '/home/ann')).toBe('/data/pairs');
    expect(folderArgument(['/opt/studio', '--lang=ko'], true, '/home/ann')).toBeNull();
  });

  it('comes after the application itself where that is not packaged', () => {
    const electron = ['/opt/electron', '--no-sandbox', '/src/studio'];
    expect(folderArgument(electron, false, '/home/ann')).toBeNull();
    expect(folderArgument([...electron, 'pairs'], false, '/home/ann')).toBe('/home/ann/pairs');
  });

  it('is taken from a second start only in the form that this version sends', () => {
    expect(startedWith({ folder: '/data/pairs' })).toBe('/data/pairs');
    expect(startedWith({ folder: null })).toBeNull();
    expect(startedWith({ folder: 7 })).toBeNull();
    expect(startedWith(undefined)).toBeNull();
  });
});
