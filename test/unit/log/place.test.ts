import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { logEnvironment, logPath, roleOfEnvironment } from '../../../src-main/log/place';

describe('the place of the log', () => {
  it('is the folder that is named, or lies in the data folder that is named', () => {
    const both = { PIX2PIX_STUDIO_LOGS: '/logs', PIX2PIX_STUDIO_USER_DATA: '/data' };
    expect(logPath(both)).toBe(join('/logs', 'pix2pix-studio.log'));
    expect(logPath({ ...both, PIX2PIX_STUDIO_LOGS: '' })).toBe(join('/data', 'logs', 'pix2pix-studio.log'));
  });

  it('is else in the data folder of the platform', () => {
    expect(logPath({})).toContain(homedir());
    expect(logPath({})).toContain(join('Pix2Pix Studio', 'logs'));
  });

  it('and the role are told to a child', () => {
    const told = logEnvironment('exporter', { PIX2PIX_STUDIO_USER_DATA: '/data' });
    expect(logPath(told)).toBe(logPath({ PIX2PIX_STUDIO_USER_DATA: '/data' }));
    expect(roleOfEnvironment('generator', told)).toBe('exporter');
    expect(roleOfEnvironment('generator', { PIX2PIX_STUDIO_ROLE: 'cook' })).toBe('generator');
  });
});
