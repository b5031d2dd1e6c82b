/** Which cross-modal conversions does the demo's KGAS run, how long do they take and how often? */
import { slug } from '../../scenario/faults';

export interface Conversion {
  source: string;
  target: string;
  size: 'tiny' | 'small' | 'medium' | 'large';
  /** A number of entities in its size class. */
  entities: number;
  /** The documented range in seconds (D2 l.33-46); none for tiny. */
  range?: [low: number, high: number];
  median: number;
  logSd: number;
  /** One run begins in each of these, in seconds. */
  period: number;
  /** As the catalogue names the operation. */
  name: string;
  slug: string;
}

const MINUTE = 60;
const HOUR = 3600;

type Row = [
  source: string,
  target: string,
  size: Conversion['size'],
  low: number,
  high: number,
  median: number,
  period: number,
];

const ROWS: Row[] = [
  ['graph', 'table', 'small', 5, 15, 8, 4 * MINUTE],
  ['table', 'vector', 'small', 10, 30, 16, 5 * MINUTE],
  ['vector', 'graph', 'small', 20, 45, 27, 6 * MINUTE],
  ['graph', 'table', 'medium', 30, 90, 50, 12 * MINUTE],
  ['table', 'vector', 'medium', 2 * MINUTE, 5 * MINUTE, 2.9 * MINUTE, 20 * MINUTE],
  ['vector', 'graph', 'medium', 5 * MINUTE, 15 * MINUTE, 8.5 * MINUTE, 40 * MINUTE],
  ['graph', 'table', 'large', 5 * MINUTE, 20 * MINUTE, 11 * MINUTE, 1 * HOUR],
  ['table', 'vector', 'large', 10 * MINUTE, 30 * MINUTE, 17 * MINUTE, 1.5 * HOUR],
  ['vector', 'graph', 'large', 30 * MINUTE, 120 * MINUTE, 62 * MINUTE, 3 * HOUR],
];

const ENTITIES = { tiny: 40, small: 400, medium: 4_000, large: 40_000 } as const;

function conversion([source, target, size, low, high, median, period]: Row): Conversion {
  const name = `${source}-to-${target} ${size}`;
  const range: [number, number] = [low, high];
  return { source, target, size, entities: ENTITIES[size], range, median, logSd: 0.3, period, name, slug: slug(name) };
}

export const conversions: Conversion[] = [
  ...ROWS.map(conversion),
  // Less than 100 entities: the document expects nothing of it (D-16).
  { ...conversion(['graph', 'table', 'tiny', 0, 0, 1.5, 10 * MINUTE]), range: undefined },
];
