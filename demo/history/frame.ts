/** How does a column travel to the writer of blocks? See tools/history/frame.go, which reads this. */
import type { Labels } from '../scenario/stream';
import { STEP_SECONDS, timeOf, type Axis } from './axis';

export interface Frame {
  header: {
    kind: 'histogram' | 'values';
    name: string;
    labels: Labels;
    bounds?: readonly number[];
    /** Step ranges [from, to) in which the target did not answer. */
    absent: Array<[number, number]>;
  };
  /** Columns, little-endian. */
  payload: ArrayBuffer[];
}

const BLOCK_MS = 5 * 86_400_000;
const MAGIC = 'YHIST1\n';

function lengthAnd(json: unknown): Buffer {
  const text = Buffer.from(JSON.stringify(json));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  return Buffer.concat([length, text]);
}

export function opening(axis: Axis): Buffer {
  const span = { start: timeOf(axis, 0) * 1000, step: STEP_SECONDS * 1000, steps: axis.steps, block: BLOCK_MS };
  return Buffer.concat([Buffer.from(MAGIC), lengthAnd(span)]);
}

export function encoded(frame: Frame): Buffer[] {
  return [lengthAnd(frame.header), ...frame.payload.map((part) => Buffer.from(part))];
}
