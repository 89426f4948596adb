/**
 * TensorBoard event files: the losses of every step and the sample pictures. A file is a row of TFRecords, each holding
 * an Event. Field numbers are those of tensorboard/compat/proto/event.proto and summary.proto.
 */
import { open, readdir, type FileHandle } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { writeError } from '../contract/errors';
import { lossNames, type Losses } from '../contract/metrics';
import { bytes, encode, fixed32, fixed64, message, tag, varint, type Fill, type Writer } from '../graph/protobuf';
import { maskedCrc32c } from './crc32c';

/** What TensorBoard knows an event file by; seconds and host follow. */
const namePrefix = 'events.out.tfevents.';

/** Events wait in memory this long at most, as the lines of `metrics.jsonl` do. */
const flushSeconds = 1;

/** SessionLog.START: of older files, TensorBoard then drops what lies at its step or later. */
const sessionStart = 1;

/** Image.colorspace of a picture with red, green and blue. */
const rgb = 3;

/** One event file, opened by every process that trains a run; the newest goes on where the older ones end. */
export class EventFile {
  private waiting: Uint8Array[] = [];
  private flushedAt = 0;
  /** Bytes that were written whole. A failed write is repeated from here, so that no half record stays. */
  private length = 0;
  private lastWrite = Promise.resolve();

  private constructor(
    private readonly path: string,
    private readonly file: FileHandle,
  ) {}

  /**
   * Makes a new event file in a run's folder.
   *
   * @param firstStep the first step that will be written; TensorBoard forgets what older files say of it and later ones
   * @param wallTime seconds since 1970
   * @throws AppError `disk-full` or `write-failed`.
   */
  static async open(run: string, firstStep: number, wallTime: number): Promise<EventFile> {
    try {
      const path = join(run, await nextName(run, Math.floor(wallTime)));
      const events = new EventFile(path, await open(path, 'wx'));
      events.add(wallTime, 0, (event) => event.uint32(tag(3, bytes)).string('brain.Event:2'));
      events.add(wallTime, firstStep, (event) => {
        message(event, 7, (session) => session.uint32(tag(1, varint)).int32(sessionStart));
      });
      return events;
    } catch (error) {
      throw writeError(run, error);
    }
  }

  /**
   * Adds a step's losses, under their own names.
   *
   * @param wallTime seconds since 1970
   * @throws AppError `disk-full` or `write-failed`; what was not written waits for the next attempt.
   */
  async scalars(step: number, wallTime: number, losses: Losses): Promise<void> {
    this.addSummary(
      wallTime,
      step,
      lossNames.map((name) => (value) => {
        value.uint32(tag(1, bytes)).string(name);
        value.uint32(tag(2, fixed32)).float(losses[name]);
      }),
    );
    // A clock that was set back must not keep events in memory either.
    if (Math.abs(wallTime - this.flushedAt) >= flushSeconds) {
      this.flushedAt = wallTime;
      await this.flush();
    }
  }

  /**
   * Adds and writes sample pictures as `sample/0`, `sample/1`, …
   *
   * @param wallTime seconds since 1970
   * @param pictures the bytes of PNG files
   * @throws AppError `disk-full` or `write-failed`; what was not written waits for the next attempt.
   */
  async images(step: number, wallTime: number, pictures: readonly Uint8Array[]): Promise<void> {
    this.addSummary(
      wallTime,
      step,
      pictures.map((png, index) => (value) => {
        value.uint32(tag(1, bytes)).string(`sample/${String(index)}`);
        message(value, 4, (image) => {
          writeImage(image, png);
        });
      }),
    );
    await this.flush();
  }

  /** Writes what waits; it is on the disk only after `sync`. */
  flush(): Promise<void> {
    const write = (): Promise<void> => this.write();
    this.lastWrite = this.lastWrite.then(write, write);
    return this.lastWrite;
  }

  async sync(): Promise<void> {
    await this.flush();
    try {
      await this.file.sync();
    } catch (error) {
      throw writeError(this.path, error);
    }
  }

  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      await this.file.close();
    }
  }

  private async write(): Promise<void> {
    const count = this.waiting.length;
    const records = Buffer.concat(this.waiting);
    try {
      let written = 0;
      while (written < records.length) {
        const rest = records.length - written;
        written += (await this.file.write(records, written, rest, this.length + written)).bytesWritten;
      }
    } catch (error) {
      throw writeError(this.path, error);
    }
    this.length += records.length;
    this.waiting.splice(0, count);
  }

  private addSummary(wallTime: number, step: number, values: readonly Fill[]): void {
    this.add(wallTime, step, (event) => {
      message(event, 5, (summary) => {
        for (const value of values) {
          message(summary, 1, value);
        }
      });
    });
  }

  private add(wallTime: number, step: number, fill: Fill): void {
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
async function nextName(run: string, seconds: number): Promise<string> {
  const taken = (await readdir(run)).flatMap((name) => {
    const match = /^\d+/.exec(name.startsWith(namePrefix) ? name.slice(namePrefix.length) : '');
    return match === null ? [] : [Number(match[0])];
  });
  const next = Math.max(seconds, ...taken.map((second) => second + 1));
  return `${namePrefix}${String(next).padStart(10, '0')}.${hostname().replaceAll(/[^\w.-]/g, '-')}`;
}
