/** The few parts of the protocol buffer encoding that every message of TensorFlow's is made of. */
import { Writer } from 'protobufjs/minimal';

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
