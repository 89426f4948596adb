import os from 'node:os';
import { expect, it } from 'vitest';
import { deviceReport, versions } from '../../../src-main/engine/device';

it('deviceReport tells of this machine', async () => {
  const report = await deviceReport();
  expect(['cpu', 'gpu']).toContain(report.kind);
  expect(report.name.length).toBeGreaterThan(0);
  expect(report.cores).toBe(os.availableParallelism());
  expect(report.memoryBytes).toBe(os.totalmem());
  expect(report.tensorflow).toMatch(/^2\.\d+\.\d+/);
  expect(report.versions.node).toBe(process.versions.node);
  expect(report.versions.electron).toBeNull();
  expect(report.platform).toBe(`${process.platform} ${process.arch}`);
  expect(await versions()).toEqual({
    studio: report.versions.studio,
    tensorflow: report.tensorflow,
    tfjs: report.versions.tfjs,
  });
});
