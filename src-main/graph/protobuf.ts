/** The few parts of the protocol buffer encoding that every message of TensorFlow's is made of. */
import { Reader, Writer } from 'protobufjs/minimal';

export type { Writer };

export type Fill = (writer: Writer) => void;

/** How a field's value is laid out (protobuf.dev, "Encoding"). */
export const varint = 0;
export const fixed64 = 1;
export const bytes = 2;
export const fixed32 = 5;

/** What precedes a field's value. */
export function tag(field: number, wireType: number): number {
  return (field << 3) | wireType;
}

/** The bytes of a message that stands by itself. */
export function encode(fill: Fill): Uint8Array {
  const writer = Writer.create();
  fill(writer);
  return writer.finish();
}

/** A message as another's field. */
export function message(writer: Writer, field: number, fill: Fill): void {
  const body = writer.uint32(tag(field, bytes)).fork();
  fill(body);
  body.ldelim();
}

/** A field of a message whose value is text, bytes or another message. */
export interface BytesField {
  readonly field: number;
  readonly contents: Uint8Array;
}

/**
 * The fields of a message that have bytes, in the order of the data; others are passed over. The contents are views.
 *
 * @throws Error where the message is none
 */
export function* bytesFields(body: Uint8Array): Generator<BytesField> {
  const reader = Reader.create(body);
  while (reader.pos < reader.len) {
    const start = reader.uint32();
    const wireType = start & 7;
    if (wireType === bytes) {
      yield { field: start >>> 3, contents: reader.bytes() };
    } else if ([varint, fixed32, fixed64].includes(wireType)) {
      reader.skipType(wireType);
    } else {
      throw new Error(`A field of the file has the unknown form ${String(wireType)}.`);
    }
  }
}
