/** What a decoding process does for each request. */
import { pictureParts } from '../../contract/dataset';
import { toErrorValue, type Result } from '../../contract/errors';
import { openFile, readImageFile } from '../decode';
import { decodePair, decodeSide } from '../decode-pair';
import { encodePng } from '../encode';
import { looksLikeLabels } from '../label-map';
import { packRecords } from '../pack-records';
import { partOf } from '../region';
import { decoderRequestSchema, type DecoderReply, type DecoderRequest, type Examined } from './protocol';

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
      return null;
    case 'examine':
      return examine(request.path, request.name);
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

/** Decoding alone finds a file that is cut off. */
async function examine(path: string, name: string): Promise<Examined> {
  const { picture, facts } = await openFile(await readImageFile(path, name), name);
  try {
    const labelParts = pictureParts.filter((part) => looksLikeLabels(picture, partOf(picture, part)));
    return { ...facts, labelParts };
  } finally {
    picture.dispose();
  }
}
