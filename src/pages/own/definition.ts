// What is a definition of operations of one's own? The format of the back end, and what of it stands in an address.
import { type Asked, askedText } from '../address';
import { type Shape } from './shape';

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
  unit?: 's' | 'ms';
  selector?: string;
  by?: string[];
  name?: string;
  direction?: 'less' | 'more';
  errors?: string;
  count?: string;
  minRequests?: number;
}

export type Kind = 'histogram' | 'summary' | 'gauge';

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
  unit: 's',
  selector: '',
  by: [],
  name: '',
  direction: 'less',
  errors: '',
  count: '',
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
  const said = Object.entries({ ...operations, ...(least !== undefined && { minRequests: least }) }).filter(
    ([, value]) => value !== '' && !(Array.isArray(value) && value.length === 0)
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

/** Fields of the right type only: an address can be written by anybody. */
function cleaned(written: object): Partial<Draft> {
  const known = Object.entries(written).filter(([name, value]) => {
    const normal: unknown = emptyDraft[name as keyof Draft];
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
  const kind = shape.of === 'gauge' || shape.of === 'summary' ? shape.of : 'histogram';
  const system = systemName(/job="([^"]+)"/.exec(shape.selector)?.[1] ?? '') || 'own';
  const { metric, selector, by } = shape;
  return {
    ...emptyDraft,
    system,
    title: title?.trim() || metric,
    metric,
    selector,
    by,
    kind,
    unit: inMilliseconds(metric) ? 'ms' : 's',
  };
}

const inMilliseconds = (metric: string) => /_(ms|millis|milliseconds)$/.test(metric);

/** A name that Go accepts, made of what a person typed. */
export const systemName = (typed: string) =>
  typed
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
