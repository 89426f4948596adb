/**
 * TensorBoard event files: the losses of every step and the sample pictures. A file is a row of TFRecords, each holding
 * an Event. Field numbers are those of tensorboard/compat/proto/event.proto and summary.proto.
 */
import { open, readdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { writeError } from '../contract/errors';
import { lossNames, type Losses } from '../contract/metrics';
import { bytes, encode, fixed32, fixed64, message, tag, varint, type Fill, type Writer } from '../graph/protobuf';
import { maskedCrc32c } from './crc32c';

/** What TensorBoard knows an event file by; seconds and host follow. */
const namePrefix = 'events.out.tfevents.';

/** SessionLog.START: of older files, TensorBoard then drops what lies at its step or later. */
const sessionStart = 1;

/** Image.colorspace of a picture with red, green and blue. */
const rgb = 3;

/**
 * Events that are added and then written together. Every process that trains a run begins a file of its own, the newest
 * going on where the older ones end. The file is opened for each write, as `metrics.jsonl` is.
 */
export class EventFile {
  private waiting: Uint8Array[] = [];
  /** Bytes of the whole records in the file. */
  private length = 0;

  private constructor(private readonly path: string) {}

  /**
   * A new event file in a run's folder.
   *
   * @param firstStep the first step that will be added; TensorBoard forgets what older files say of it and later ones
   * @param wallTime seconds since 1970
   * @throws AppError `write-failed` when there is no such folder.
   */
  static async begin(run: string, firstStep: number, wallTime: number): Promise<EventFile> {
    const names = await readdir(run).catch((error: unknown) => {
      throw writeError(run, error);
    });
    const events = new EventFile(join(run, nextName(names, Math.floor(wallTime))));
    events.add(0, wallTime, (event) => event.uint32(tag(3, bytes)).string('brain.Event:2'));
    events.add(firstStep, wallTime, (event) => {
      message(event, 7, (session) => session.uint32(tag(1, varint)).int32(sessionStart));
    });
    return events;
  }

  /** A step's losses, under their own names. @param wallTime seconds since 1970 */
  addScalars(step: number, wallTime: number, losses: Losses): void {
    this.addSummary(
      step,
      wallTime,
      lossNames.map((name) => (value) => {
        value.uint32(tag(1, bytes)).string(name);
        value.uint32(tag(2, fixed32)).float(losses[name]);
      }),
    );
  }

  /**
   * Pictures as `sample/0`, `sample/1`, …
   *
   * @param wallTime seconds since 1970
   * @param pictures the bytes of PNG files
   */
  addImages(step: number, wallTime: number, pictures: readonly Uint8Array[]): void {
    this.addSummary(
      step,
      wallTime,
      pictures.map((png, index) => (value) => {
        value.uint32(tag(1, bytes)).string(`sample/${String(index)}`);
        message(value, 4, (image) => {
          writeImage(image, png);
        });
      }),
    );
  }

  /**
   * Writes what waits; with `sync` it is on the disk afterwards. After a failure everything still waits.
   *
   * @throws AppError `disk-full` or `write-failed`.
   */
  async flush(sync = false): Promise<void> {
    try {
      const file = await open(this.path, 'a');
      try {
        const { size } = await file.stat();
        if (size > this.length) {
          // Behind the half record that a failed write has left, nothing could be read.
          await file.truncate(this.length);
        }
        const records = Buffer.concat(this.waiting);
        await file.appendFile(records);
        if (sync) {
          await file.sync();
        }
        this.length = Math.min(size, this.length) + records.length;
        this.waiting = [];
      } finally {
        await file.close();
      }
    } catch (error) {
      throw writeError(this.path, error);
    }
  }

  private addSummary(step: number, wallTime: number, values: readonly Fill[]): void {
    this.add(step, wallTime, (event) => {
      message(event, 5, (summary) => {
        for (const value of values) {
          message(summary, 1, value);
        }
      });
    });
  }

  private add(step: number, wallTime: number, fill: Fill): void {
    const event = encode((writer) => {
      writer.uint32(tag(1, fixed64)).double(wallTime);
      writer.uint32(tag(2, varint)).int64(step);
      fill(writer);
    });
    this.waiting.push(tfRecord(event));
  }
}

/** Length (64 bits), its masked checksum, the data and theirs, all little-endian. */
function tfRecord(data: Uint8Array): Uint8Array {
  const record = Buffer.alloc(data.length + 16);
  record.writeBigUInt64LE(BigInt(data.length), 0);
  record.writeUInt32LE(maskedCrc32c(record.subarray(0, 8)), 8);
  record.set(data, 12);
  record.writeUInt32LE(maskedCrc32c(data), 12 + data.length);
  return record;
}

/** An Image; its width and height are those in the PNG file's first chunk. */
function writeImage(writer: Writer, png: Uint8Array): void {
  const header = new DataView(png.buffer, png.byteOffset, png.byteLength);
  writer.uint32(tag(1, varint)).int32(header.getUint32(20));
  writer.uint32(tag(2, varint)).int32(header.getUint32(16));
  writer.uint32(tag(3, varint)).int32(rgb);
  writer.uint32(tag(4, bytes)).bytes(png);
}

/** TensorBoard reads event files in the order of their names: a new one comes last, whatever this machine's clock says. */
function nextName(names: readonly string[], seconds: number): string {
  const taken = names.flatMap((name) => {
    const match = /^\d+/.exec(name.startsWith(namePrefix) ? name.slice(namePrefix.length) : '');
    return match === null ? [] : [Number(match[0])];
  });
  const next = Math.max(seconds, ...taken.map((second) => second + 1));
  return `${namePrefix}${String(next).padStart(10, '0')}.${hostname().replaceAll(/[^\w.-]/g, '-')}`;
}
