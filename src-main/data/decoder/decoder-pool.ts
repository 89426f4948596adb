/**
 * Processes that decode files, so that a file that crashes the decoder is reported by name and nothing else is lost.
 * A process that ended is replaced when it is next needed.
 */
import { availableParallelism } from 'node:os';
import type { z } from 'zod';
import type { PairFile, PictureRecipe } from '../../contract/dataset';
import { AppError, isAppError, type ErrorCode, type Result } from '../../contract/errors';
import type { DecodedPair } from '../decode-pair';
import type { ExaminedGroup, ExamineRequest } from '../examine-group';
import type { PackedRecord, PackRequest } from '../pack-records';
import { DecoderProcess, type Work } from './decoder-process';
import { decoderEntry } from './entry';
import { decoderReplies } from './protocol';

/** More processes would wait for the disk, and each takes memory. */
const mostProcesses = 4;
/** Requests that wait before another process is worth its start of a second. */
const worthAnother = 8;
/** Milliseconds for a request: the largest picture that is read takes a slow machine a tenth of it. */
const patienceWithRequest = 120_000;
/** Milliseconds for which processes of a closed pool are kept for the next one. */
const restTime = 10_000;

/** What ended a process, and with it all files of its request. */
const endings: readonly ErrorCode[] = ['image-crashed', 'image-too-slow'];

interface Job {
  readonly work: Work;
  readonly name: string;
  readonly settle: (result: Result<unknown>) => void;
}

/** Of closed pools. */
const resting = new Set<DecoderProcess>();

/** Whoever makes a pool closes it. */
export class DecoderPool {
  readonly #processes = new Set<DecoderProcess>();
  readonly #waiting: Job[] = [];

  constructor(
    private readonly entry: string = decoderEntry(),
    private readonly most = Math.min(mostProcesses, availableParallelism()),
    private readonly patience = patienceWithRequest,
  ) {}

  /** How many requests are worth being open at once. */
  get width(): number {
    return worthAnother + 2 * this.most;
  }

  /** Process numbers of the processes that run. */
  get processIds(): readonly number[] {
    return [...this.#processes].map(({ id }) => id);
  }

  /**
   * `examineGroups` in another process. A file that ends it, or takes too long, is a bad one as others are.
   *
   * @throws AppError `unexpected` when no process can be started
   */
  async examine({ making, groups }: ExamineRequest): Promise<readonly ExaminedGroup[]> {
    const files = groups.flatMap((group) => group.files);
    try {
      const name = files[0]?.name ?? '';
      return await this.#ask(decoderReplies.examine, { type: 'examine', making, groups }, name);
    } catch (error) {
      if (!isEnding(error)) {
        throw error;
      }
      if (files.length <= 1) {
        return [{ files: [{ ok: false, error: error.value }], hash: null }];
      }
    }
    // Some of them did it: those of a group are asked for one by one, and groups alone.
    const parts = groups.length > 1 ? groups : files.map((file) => ({ files: [file], place: null }));
    const examined: ExaminedGroup[] = [];
    for (const part of parts) {
      examined.push(...(await this.examine({ making, groups: [part] })));
    }
    return groups.length > 1 ? examined : [{ files: examined.flatMap((group) => group.files), hash: null }];
  }

  /** `decodePair` in another process; throws as it does, `image-crashed` and `image-too-slow`. */
  decodePair(pair: PairFile, recipe: PictureRecipe, side: number): Promise<DecodedPair> {
    return this.#ask(decoderReplies.pair, { type: 'pair', pair, recipe, side }, pair.name);
  }

  /** `packRecords` in another process; throws as `decodePair`, with the name of the pair that did it. */
  async packRecords(request: PackRequest): Promise<readonly PackedRecord[]> {
    const { records } = request;
    try {
      const name = records[0]?.pair.name ?? '';
      return await this.#ask(decoderReplies.pack, { type: 'pack', ...request, records: [...records] }, name);
    } catch (error) {
      if (!isEnding(error) || records.length <= 1) {
        throw error;
      }
      const packed: PackedRecord[] = [];
      for (const record of records) {
        packed.push(...(await this.packRecords({ ...request, records: [record] })));
      }
      return packed;
    }
  }

  /** Open requests fail. Idle processes rest for a while, and end with this one. */
  close(): void {
    for (const { name, settle } of this.#waiting.splice(0)) {
      settle({ ok: false, error: { code: 'image-crashed', data: { name, reason: 'closed' } } });
    }
    for (const decoder of this.#processes) {
      if (decoder.isBusy) {
        decoder.kill();
      } else if (!decoder.hasEnded) {
        lay(decoder);
      }
    }
    this.#processes.clear();
  }

  async #ask<T>(schema: z.ZodType<T>, work: Work, name: string): Promise<T> {
    const result = await new Promise<Result<unknown>>((settle) => {
      this.#waiting.push({ work, name, settle });
      this.#assign();
    });
    if (!result.ok) {
      throw new AppError(result.error.code, result.error.data);
    }
    return schema.parse(result.data);
  }

  /** Gives waiting jobs to idle processes, and starts a process where it pays. */
  #assign(): void {
    for (const decoder of this.#processes) {
      if (decoder.hasEnded) {
        this.#processes.delete(decoder);
      } else if (!decoder.isBusy) {
        this.#give(decoder);
      }
    }
    const { length } = this.#waiting;
    const { size } = this.#processes;
    if (length > 0 && (size === 0 || (length >= worthAnother && size < this.most))) {
      const decoder = takeRested(this.entry) ?? new DecoderProcess(this.entry);
      this.#processes.add(decoder);
      this.#give(decoder);
    }
  }

  #give(decoder: DecoderProcess): void {
    const job = this.#waiting.shift();
    if (job !== undefined) {
      void decoder.ask(job.work, job.name, this.patience).then((result) => {
        job.settle(result);
        this.#assign();
      });
    }
  }
}

function isEnding(error: unknown): error is AppError {
  return isAppError(error) && endings.includes(error.code);
}

function lay(decoder: DecoderProcess): void {
  decoder.rest();
  resting.add(decoder);
  setTimeout(() => {
    if (resting.delete(decoder)) {
      decoder.kill();
    }
  }, restTime).unref();
}

function takeRested(entry: string): DecoderProcess | null {
  for (const decoder of resting) {
    if (decoder.hasEnded) {
      resting.delete(decoder);
    } else if (decoder.entry === entry) {
      resting.delete(decoder);
      decoder.wake();
      return decoder;
    }
  }
  return null;
}
