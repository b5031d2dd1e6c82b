// What is a definition of operations of one's own? The format of the back end, and what of it stands in an address.
import { type Asked, askedText } from '../address';
import { type Shape } from './shape';
import { directionBy, gaugeBy, isTime, unitBy } from './units';

/** As the command's --operations file has it; Go checks it. */
export interface Definition {
  system: string;
  title?: string;
  operations: Operations[];
}

export interface Operations {
  title: string;
  metric: string;
  kind?: Kind;
  /** What the series of a level are together; avg by default. */
  across?: Across;
  /** Of the metric, one of Grafana's; times are kept in seconds. */
  unit?: string;
  selector?: string;
  by?: string[];
  name?: string;
  /** What is better; neither only of what has a value at any time. */
  direction?: Direction;
  errors?: string;
  count?: string;
  /** Of a gauge: when the last run ended. */
  ended?: string;
  minRequests?: number;
}

/** gauge: the duration of the last run; level: a gauge that has a value at any time; counter: how fast it rises. */
export type Kind = 'histogram' | 'summary' | 'gauge' | 'level' | 'counter';

export type Direction = 'less' | 'more' | 'neither';

export type Across = 'avg' | 'sum' | 'max' | 'min';

/** What operations of a kind do not have. */
const lacking: Record<Kind, Array<keyof Operations>> = {
  histogram: ['count', 'ended', 'across'],
  summary: ['count', 'ended', 'across'],
  gauge: ['errors', 'across'],
  level: ['errors', 'count', 'ended', 'minRequests'],
  counter: ['errors', 'count', 'ended', 'minRequests', 'across'],
};

/** Whether its operations have a value at any time. */
export const isLevel = (kind: Kind | undefined) => kind === 'level' || kind === 'counter';

export const isGauge = (kind: Kind) => kind === 'gauge' || kind === 'level';

export const has = (kind: Kind, field: keyof Operations) => !lacking[kind].includes(field);

/** A definition while it is written: one system, the operations of one metric. */
export interface Draft extends Required<Omit<Operations, 'kind' | 'minRequests'>> {
  system: string;
  systemTitle: string;
  kind: Kind;
  /** Empty: as many as the quantile needs. */
  minRequests: string;
}

export const emptyDraft: Draft = {
  system: '',
  systemTitle: '',
  title: '',
  metric: '',
  kind: 'histogram',
  across: 'avg',
  unit: 's',
  selector: '',
  by: [],
  name: '',
  direction: 'less',
  errors: '',
  count: '',
  ended: '',
  minRequests: '',
};

export function draftOf({ system, title: systemTitle = '', operations }: Definition): Draft {
  const { minRequests, ...rest } = operations[0] ?? { title: '', metric: '' };
  return {
    ...emptyDraft,
    ...rest,
    by: rest.by ?? [],
    system,
    systemTitle,
    minRequests: minRequests ? String(minRequests) : '',
  };
}

export function definitionOf({ system, systemTitle, minRequests, ...operations }: Draft): Definition {
  const least = leastOf(minRequests);
  // What another kind has may stay in the draft: who chooses that one again finds it as it was.
  const said = Object.entries({ ...operations, ...(least !== undefined && { minRequests: least }) }).filter(
    ([name, value]) =>
      value !== '' &&
      !(Array.isArray(value) && value.length === 0) &&
      !(name === 'across' && value === emptyDraft.across) &&
      has(operations.kind, name as keyof Operations)
  );
  const kept = Object.fromEntries(said) as Partial<Operations>;
  return {
    system,
    ...(systemTitle !== '' && { title: systemTitle }),
    operations: [{ title: operations.title, metric: operations.metric, ...kept }],
  };
}

/** How many requests a person means; undefined where nothing, or no whole number above 0, is written: "1,000" is none. */
export const leastOf = (typed: string) => (/^0*[1-9]\d*$/.test(typed.trim()) ? Number(typed) : undefined);

/** What the address holds of a draft; undefined where nothing was written yet. */
export function draftIn(asked: Asked): Draft | undefined {
  try {
    const written: unknown = JSON.parse(askedText(asked, 'draft') ?? '');
    return typeof written === 'object' && written !== null ? { ...emptyDraft, ...cleaned(written) } : undefined;
  } catch {
    return undefined; // none, or cut off on its way
  }
}

const words: Record<string, unknown[] | undefined> = {
  kind: Object.keys(lacking),
  direction: ['less', 'more', 'neither'] satisfies Direction[],
  across: ['avg', 'sum', 'max', 'min'] satisfies Across[],
};

/** Fields of the right type only: an address can be written by anybody. */
function cleaned(written: object): Partial<Draft> {
  const known = Object.entries(written).filter(([name, value]) => {
    const normal: unknown = emptyDraft[name as keyof Draft];
    const oneOf = words[name];
    if (oneOf) {
      return oneOf.includes(value);
    }
    return Array.isArray(normal)
      ? Array.isArray(value) && value.every((one) => typeof one === 'string')
      : typeof normal === 'string' && typeof value === 'string';
  });
  return Object.fromEntries(known) as Partial<Draft>;
}

/** Only what differs from a new draft, so that addresses stay short. */
export function writtenDraft(draft: Draft): string {
  const own = Object.entries(draft).filter(
    ([name, value]) => String(value) !== String(emptyDraft[name as keyof Draft])
  );
  return JSON.stringify(Object.fromEntries(own));
}

/** A draft of what a panel's query measures. */
export function draftFrom(shape: Shape, title: string | undefined): Draft {
  const kind = kindOf(shape);
  const system = systemName(/job="([^"]+)"/.exec(shape.selector)?.[1] ?? '') || 'own';
  const { metric, selector, by, across = 'avg' } = shape;
  return {
    ...emptyDraft,
    system,
    title: title?.trim() || metric,
    metric,
    selector,
    by,
    kind,
    direction: directionBy(metric, kind),
    across: kind === 'level' ? across : 'avg',
    unit: unitBy(metric, kind),
  };
}

function kindOf({ of, metric }: Shape): Kind {
  switch (of) {
    case 'gauge':
      return gaugeBy(metric);
    case 'summary':
    case 'counter':
      return of;
    default:
      return 'histogram';
  }
}

/** A draft after a change. What its metric's name says of it goes with the name as long as nobody chose otherwise. */
export function changed(draft: Draft, changes: Partial<Draft>): Draft {
  const { metric, kind, unit, direction } = draft;
  const next = { ...draft, ...changes };
  if (changes.kind === undefined && isGauge(kind) && kind === gaugeBy(metric)) {
    next.kind = gaugeBy(next.metric);
  }
  if (changes.unit === undefined && unit === unitBy(metric, kind)) {
    next.unit = unitBy(next.metric, next.kind);
  }
  const chosen = changes.direction !== undefined || direction !== directionBy(metric, kind);
  if (!chosen || (next.direction === 'neither' && !isLevel(next.kind))) {
    next.direction = directionBy(next.metric, next.kind);
  }
  return next.kind === 'gauge' && !isTime(next.unit) ? { ...next, unit: 's' } : next;
}

/** What Prometheus knows of a metric: what it can be learned as, and what its targets declare. */
export interface Type {
  kind: Exclude<Kind, 'level'> | '';
  declared: string;
}

/** Where no target says what it is, it may be a counter that looks like a gauge. */
export const mayCount = ({ kind, declared }: Type) => kind === 'gauge' && ['', 'unknown'].includes(declared);

/** The kind of a draft when the type of its metric is known: all that a gauge can be are right for one. */
export function kindFor({ kind, metric }: Draft, type: Type): Kind {
  if (type.kind === '' || (kind === 'counter' && mayCount(type))) {
    return kind;
  }
  return type.kind !== 'gauge' ? type.kind : isGauge(kind) ? kind : gaugeBy(metric);
}

/** Whether its operations take time, and can be slow. */
export const takesTime = ({ kind, unit = 's' }: Pick<Operations, 'kind' | 'unit'>) => !isLevel(kind) && isTime(unit);

/** A name that Go accepts, made of what a person typed. */
export const systemName = (typed: string) =>
  typed
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
