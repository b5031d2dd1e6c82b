// What is known of each operation now? The data source's answers, joined by system, set and name.
import { type DataFrame, type Field, FieldType } from '@grafana/data';
import { findField, readNumber, readText } from '../../components/fields';
import { type Tier, toTier } from '../../components/tiers';
import { calm, type Trend } from '../violations/trend';
import { type Identity, idOf } from './identity';

export interface Row extends Identity {
  id: string;
  labels: Record<string, string>;
  /** Of p95 and normal, one of Grafana's; seconds where there is none. */
  unit?: string;
  /** Undefined where there was nothing to measure. */
  p95?: number;
  normal?: number;
  normalLow?: number;
  normalHigh?: number;
  ratio?: number;
  ratioLow?: number;
  ratioHigh?: number;
  tier: Tier;
  /** Of the share that fails, and of how many requests there are: 0 where neither is known. */
  failing: Tier;
  silent: Tier;
  state: string;
  confidence?: number;
  requests?: number;
  errors?: number;
  /** Seconds within which a slowdown is seen. */
  seenWithin?: number;
  /** How small a lasting slowdown may be and still be found. */
  found?: Found[];
  reason: string;
  /** Says who? "learned", or an anchor in a document. */
  source?: string;
  version?: number;
  validFrom?: number;
  /** Of the last week, and how many violations that is; undefined while that is not known. */
  trend?: Trend;
  violations?: number;
}

/** The same rows with what they were in the last week. */
export const withTrends = (rows: Row[], trends: Map<string, Trend> | undefined): Row[] =>
  trends
    ? rows.map((row) => {
        const trend = trends.get(row.id) ?? calm;
        return { ...row, trend, violations: trend.violations };
      })
    : rows;

/** The smallest ratio to normal that is found within a time. */
export interface Found {
  ratio: number;
  seconds: number;
}

const fixed = new Set(['system', 'operation', 'set', 'state', 'reason', 'unit']);

/** How bad it is, whatever is wrong with it. Of what fails and of silence only a warning is told, and counts. */
export const worstOf = ({ tier, failing, silent }: Pick<Row, 'tier' | 'failing' | 'silent'>): Tier => {
  const worst = toTier(Math.max(failing, silent));
  return worst >= 2 && worst > tier ? worst : tier;
};

/** Whether anything is told of it now. What is gone, or waits for its next request, is listed too; what is silent is missed. */
export const isMeasured = (row: Row): boolean =>
  row.p95 !== undefined || row.ratio !== undefined || Math.max(row.tier, row.failing, row.silent) > 0;

export function rowsOf(
  operations: DataFrame | undefined,
  baselines?: DataFrame,
  errors?: DataFrame,
  rate?: DataFrame
): Row[] {
  if (!operations) {
    return [];
  }
  const failing = tiersOf(errors);
  const silent = tiersOf(rate);
  const learned = baselineRows(baselines);
  const isLabel = ({ type, name }: Field) => type === FieldType.string && !fixed.has(name);
  const labels = operations.fields.filter(isLabel);
  // A column of units is there only where one is told, its name is never a label's.
  const columns = new Set([...fixed, ...operations.fields.filter((field) => !isLabel(field)).map(({ name }) => name)]);
  const number = reader(operations, readNumber);
  const text = reader(operations, readText);
  const identityAt = identitiesIn(operations);
  return Array.from({ length: operations.length }, (_, index) => {
    const identity = identityAt(index);
    const id = idOf(identity);
    const normal = number('baseline')(index);
    return {
      ...identity,
      ...atThisHour(learned(id), normal),
      id,
      labels: labelsOf(labels, columns, index),
      unit: text('unit')(index),
      p95: number('p95')(index),
      normal,
      ratio: number('ratio')(index),
      ratioLow: number('ratioLow')(index),
      ratioHigh: number('ratioHigh')(index),
      tier: toTier(number('tier')(index)),
      failing: failing(id),
      silent: silent(id),
      state: text('state')(index) ?? '',
      confidence: number('confidence')(index),
      requests: number('requests')(index),
      errors: number('errors')(index),
      seenWithin: number('detectionTime')(index),
      reason: text('reason')(index) ?? '',
    };
  });
}

type Learned = Pick<Row, 'normalLow' | 'normalHigh' | 'found' | 'source' | 'version' | 'validFrom'> & {
  pooled?: number;
};

/** The interval was learned for all hours together; normal is that of one hour, and as certain in proportion. */
function atThisHour({ pooled, normalLow, normalHigh, ...others }: Learned, normal: number | undefined) {
  const share = pooled && normal !== undefined ? normal / pooled : undefined;
  return share === undefined || normalLow === undefined || normalHigh === undefined
    ? others
    : { ...others, normalLow: normalLow * share, normalHigh: normalHigh * share };
}

const horizons: Array<[field: string, seconds: number]> = [
  ['detectable1m', 60],
  ['detectable5m', 300],
  ['detectable30m', 1800],
];

function baselineRows(frame: DataFrame | undefined): (id: string) => Learned {
  if (!frame) {
    return () => ({});
  }
  const byId = placesIn(frame);
  const number = reader(frame, readNumber);
  const text = reader(frame, readText);
  return (id) => {
    const index = byId.get(id);
    return index === undefined
      ? {}
      : {
          pooled: number('p95')(index),
          normalLow: number('p95Low')(index),
          normalHigh: number('p95High')(index),
          found: horizons.flatMap(([field, seconds]) => {
            const ratio = number(field)(index);
            return ratio === undefined ? [] : [{ ratio, seconds }];
          }),
          source: text('source')(index),
          version: number('version')(index),
          validFrom: number('validFrom')(index),
        };
  };
}

/** The tiers of one signal, by operation. */
function tiersOf(frame: DataFrame | undefined): (id: string) => Tier {
  if (!frame) {
    return () => 0;
  }
  const byId = placesIn(frame);
  const value = reader(frame, readNumber)('value');
  return (id) => {
    const index = byId.get(id);
    return index === undefined ? 0 : toTier(value(index));
  };
}

/** Which operation a row of a frame is about. */
function identitiesIn(frame: DataFrame): (index: number) => Identity {
  const text = reader(frame, readText);
  return (index) => ({
    system: text('system')(index) ?? '',
    set: text('set')(index) ?? '',
    name: text('operation')(index) ?? '',
  });
}

/** The rows of a frame, by operation. */
function placesIn(frame: DataFrame): Map<string, number> {
  const identityAt = identitiesIn(frame);
  return new Map(Array.from({ length: frame.length }, (_, index) => [idOf(identityAt(index)), index]));
}

/** Looks every field up once: ten thousand rows ask for each. */
function reader<T>(frame: DataFrame, read: (field: Field | undefined, row: number) => T) {
  const fields = new Map<string, Field | undefined>();
  return (name: string) => {
    if (!fields.has(name)) {
      fields.set(name, findField(frame, [name]));
    }
    const field = fields.get(name);
    return (row: number) => read(field, row);
  };
}

const exported = 'exported_';

/** A label that shares its name with a column carries a prefix, as in Prometheus; others may be called so themselves. */
function labelsOf(fields: Field[], columns: ReadonlySet<string>, index: number): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const field of fields) {
    const value = readText(field, index);
    if (value !== undefined) {
      const bare = field.name.startsWith(exported) ? field.name.slice(exported.length) : undefined;
      labels[bare !== undefined && columns.has(bare) ? bare : field.name] = value;
    }
  }
  return labels;
}
