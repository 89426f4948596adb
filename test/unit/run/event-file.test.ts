import { appendFile, mkdir, open, readdir, readFile, rmdir, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'protobufjs';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { crc32c } from '../../../src-main/run/crc32c';
import { EventFile } from '../../../src-main/run/event-file';
import { temporaryFolder } from '../../support/temporary-folder';

const losses = { gen_total_loss: 90.5, gen_gan_loss: 0.75, gen_l1_loss: 0.1, disc_loss: 1.5 };
const values = Object.entries(losses).map(([tag, value]) => ({ tag, simpleValue: Math.fround(value) }));

/** The definitions of TensorBoard, so far as they are used; a field that is not here would be missing below. */
const definitions = parse(`
  syntax = "proto3";
  message Event {
    double wall_time = 1;
    int64 step = 2;
    string file_version = 3;
    Summary summary = 5;
    SessionLog session_log = 7;
  }
  message SessionLog { int32 status = 1; }
  message Summary { repeated Value value = 1; }
  message Value { string tag = 1; float simple_value = 2; Image image = 4; }
  message Image { int32 height = 1; int32 width = 2; int32 colorspace = 3; bytes encoded_image_string = 4; }
`).root.lookupType('Event');

/** A number that is zero is not written. */
const eventSchema = z.looseObject({ step: z.number().default(0) });

/** The events of a file up to the first that is not whole. */
function readEvents(file: Buffer): z.infer<typeof eventSchema>[] {
  const events = [];
  let position = 0;
  while (position + 12 <= file.length) {
    const length = Number(file.readBigUInt64LE(position));
    const data = file.subarray(position + 12, position + 12 + length);
    if (position + 16 + length > file.length) {
      break;
    }
    expect(unmask(file.readUInt32LE(position + 8))).toBe(crc32c(file.subarray(position, position + 8)));
    expect(unmask(file.readUInt32LE(position + 12 + length))).toBe(crc32c(data));
    events.push(eventSchema.parse(definitions.toObject(definitions.decode(data), { longs: Number })));
    position += 16 + length;
  }
  return events;
}

/** The inverse of the mask, as TensorFlow's reader has it. */
function unmask(masked: number): number {
  const rotated = (masked - 0xa282ead8) >>> 0;
  return ((rotated >>> 17) | (rotated << 15)) >>> 0;
}

async function onlyFile(run: string): Promise<Buffer> {
  const [name = '', ...others] = await readdir(run);
  expect(others).toEqual([]);
  return readFile(join(run, name));
}

describe('EventFile', () => {
  it('begins with its version and the step from which older files no longer hold', async () => {
    const run = await temporaryFolder();
    const events = await EventFile.begin(run, 401, 1_700_000_000.25);
    await events.flush();
    expect(readEvents(await onlyFile(run))).toEqual([
      { wallTime: 1_700_000_000.25, step: 0, fileVersion: 'brain.Event:2' },
      { wallTime: 1_700_000_000.25, step: 401, sessionLog: { status: 1 } },
    ]);
  });

  it("keeps a step's four losses as they are in float32, however many steps there were", async () => {
    const run = await temporaryFolder();
    const events = await EventFile.begin(run, 1, 1_700_000_000);
    events.addScalars(1, 1_700_000_000.5, losses);
    events.addScalars(1_000_000_000, 1_700_000_001, { ...losses, disc_loss: NaN });
    await events.flush();
    expect(readEvents(await onlyFile(run)).slice(2)).toEqual([
      { wallTime: 1_700_000_000.5, step: 1, summary: { value: values } },
      {
        wallTime: 1_700_000_001,
        step: 1_000_000_000,
        summary: { value: [...values.slice(0, 3), { tag: 'disc_loss', simpleValue: NaN }] },
      },
    ]);
  });

  it('keeps pictures as the PNG files that they are, with their width and height', async () => {
    const run = await temporaryFolder();
    const picture = (width: number, height: number): Buffer => {
      const png = Buffer.alloc(40, 7);
      png.write('89504e470d0a1a0a0000000d49484452', 'hex');
      png.writeUInt32BE(width, 16);
      png.writeUInt32BE(height, 20);
      return png;
    };
    const pictures = [picture(768, 256), picture(192, 64)];
    const events = await EventFile.begin(run, 0, 1_700_000_000);
    events.addImages(0, 1_700_000_000, pictures);
    await events.flush();
    const image = { colorspace: 3, encodedImageString: pictures[0] };
    expect(readEvents(await onlyFile(run))[2]).toEqual({
      wallTime: 1_700_000_000,
      step: 0,
      summary: {
        value: [
          { tag: 'sample/0', image: { ...image, width: 768, height: 256 } },
          { tag: 'sample/1', image: { ...image, width: 192, height: 64, encodedImageString: pictures[1] } },
        ],
      },
    });
  });

  it('adds to what was written before', async () => {
    const run = await temporaryFolder();
    const events = await EventFile.begin(run, 1, 5000);
    for (const step of [1, 2, 3]) {
      events.addScalars(step, 5000, losses);
      await events.flush(step === 3);
    }
    await events.flush();
    expect(readEvents(await onlyFile(run)).map(({ step }) => step)).toEqual([0, 1, 1, 2, 3]);
  });

  it('comes after older files by its name, whatever the clock says, and leaves them as they are', async () => {
    const run = await temporaryFolder();
    const older = ['events.out.tfevents.0000009000.elsewhere', 'events.out.tfevents.1800000000.elsewhere.12.v2'];
    await Promise.all(older.map((name) => writeFile(join(run, name), 'older')));
    for (const clock of [1_700_000_000, 1_700_000_000, 1_900_000_000]) {
      await (await EventFile.begin(run, 1, clock)).flush();
    }
    const names = (await readdir(run)).sort();
    expect(names.slice(0, 2)).toEqual(older);
    expect(names.slice(2).map((name) => name.split('.')[3])).toEqual(['1800000001', '1800000002', '1900000000']);
    expect(await readFile(join(run, older[1] ?? ''), 'utf8')).toBe('older');
  });

  it('repeats a write that failed half-way, so that the file stays readable', async () => {
    const run = await temporaryFolder();
    const events = await EventFile.begin(run, 1, 5000);
    events.addScalars(1, 5000, losses);
    await events.flush();
    events.addScalars(2, 5001, losses);
    await failNextWrite();
    await expect(events.flush()).rejects.toMatchObject({ code: 'disk-full' });
    const [name = ''] = await readdir(run);
    await appendFile(join(run, name), 'what reached the disk');
    events.addScalars(3, 5001.5, losses);
    await events.flush();
    expect(readEvents(await onlyFile(run)).map(({ step }) => step)).toEqual([0, 1, 1, 2, 3]);
  });

  it('says that it cannot be written, and which file it is', async () => {
    const run = join(await temporaryFolder(), 'run');
    await expect(EventFile.begin(run, 1, 5000)).rejects.toMatchObject({ code: 'write-failed', data: { path: run } });
    await mkdir(run);
    const events = await EventFile.begin(run, 1, 5000);
    await rmdir(run);
    await expect(events.flush()).rejects.toMatchObject({
      code: 'write-failed',
      data: { path: expect.stringContaining(join(run, 'events.out.tfevents.0000005000.')) as unknown },
    });
    await mkdir(run);
    await events.flush();
    expect(readEvents(await onlyFile(run))).toHaveLength(2);
  });
});

/** Lets the next addition to any file fail as on a full disk. */
async function failNextWrite(): Promise<void> {
  const file = await open(import.meta.filename);
  const spy = vi.spyOn(Object.getPrototypeOf(file) as FileHandle, 'appendFile');
  await file.close();
  spy.mockImplementationOnce(() => {
    spy.mockRestore();
    return Promise.reject(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }));
  });
}
