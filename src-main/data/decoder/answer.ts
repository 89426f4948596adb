/** What a decoding process does for each request. */
import { toErrorValue, type Result } from '../../contract/errors';
import { decodePair, decodeSide } from '../decode-pair';
import { pixelFunctions } from '../../native/pixels';
import { encodePng } from '../encode';
import { examineGroups } from '../examine-group';
import { packRecords } from '../pack-records';
import { decoderRequestSchema, type DecoderReply, type DecoderRequest } from './protocol';

/** Answers a message of the process that asks; never throws. */
export async function answer(message: unknown): Promise<DecoderReply> {
  const request = decoderRequestSchema.parse(message);
  return { type: 'reply', id: request.id, result: await resultOf(request) };
}

async function resultOf(request: DecoderRequest): Promise<Result<unknown>> {
  try {
    return { ok: true, data: await work(request) };
  } catch (error) {
    return { ok: false, error: toErrorValue(error) };
  }
}

async function work(request: DecoderRequest): Promise<unknown> {
  switch (request.type) {
    case 'connect':
      // It takes longer than the first picture, which it need not wait for.
      pixelFunctions();
      return null;
    case 'examine':
      return examineGroups(request);
    case 'pair':
      return decodePair(request.pair, request.recipe, request.side);
    case 'pack':
      return packRecords(request);
    case 'preview': {
      const { source, role, recipe, side } = request;
      return { png: await encodePng(await decodeSide(source, role, recipe, side)) };
    }
  }
}
