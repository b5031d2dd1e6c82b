// Which metrics of a system have which spelling here, and what does a person choose? The answer of GET mapping in,
// rows and settings out.
import { t } from '../../../components/text';

/** Another metric, or an expression, in the place of a canonical metric. */
export interface Alternative {
  metric?: string;
  labels?: Record<string, string>;
  set?: Record<string, string>;
  where?: string;
  values?: Record<string, Record<string, string>>;
  scale?: number;
  expr?: string;
}

/** The name of an emitter, or an alternative of one's own. */
export type Choice = string | Alternative;
export type Choices = Record<string, Choice>;

export interface Metric {
  metric: string;
  state: 'found' | 'other' | 'missing';
  /** Emitters whose spelling is found here; the proposal is among them. */
  emitters: string[];
  /** Emitters that have a spelling of it. */
  known: string[];
  quantities: string[];
  emit: string;
}

export interface Mapping {
  system: string;
  title: string;
  metrics: Metric[];
  mapping: Choices;
  proposal: Choices;
  profiles: Array<{ emitter: string; title: string; needs: string }>;
  problems: Array<{ id: string; why: string }>;
  found: number;
  available: number;
}

export interface Check {
  errors: Record<string, string>;
  problems: Array<{ id: string; why: string }>;
}

/** Values of the choice of a metric that are no emitters. */
export const asDocumented = '';
export const own = '*own';

/** Names of plain metrics; anything else that is no JSON is an expression. */
const metricName = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

/** What a person wrote: a metric, an alternative as JSON, or an expression. */
export function ownOf(text: string): Alternative {
  const plain = text.trim();
  if (metricName.test(plain)) {
    return { metric: plain };
  }
  if (plain.startsWith('{') && plain.endsWith('}')) {
    try {
      return JSON.parse(plain) as Alternative;
    } catch {
      // a selector: {__name__="…"}
    }
  }
  return { expr: plain };
}

export function textOf(choice: Choice | undefined): string {
  if (choice === undefined || typeof choice === 'string') {
    return '';
  }
  const { metric, expr, ...more } = choice;
  if (Object.keys(more).length > 0) {
    return JSON.stringify(choice);
  }
  return expr ?? metric ?? '';
}

/** The choice of a metric as the select knows it. */
export const selected = (choice: Choice | undefined): string =>
  choice === undefined ? asDocumented : typeof choice === 'string' ? choice : own;

export interface Option {
  value: string;
  label: string;
  description?: string;
}

export const titleOf = (emitter: string, profiles: Mapping['profiles']): string =>
  profiles.find((profile) => profile.emitter === emitter)?.title ?? emitter;

export function optionsOf(metric: Metric, profiles: Mapping['profiles']): Option[] {
  return [
    { value: asDocumented, label: t('mapping.documented', 'As documented'), description: metric.metric },
    ...metric.known.map((emitter) => ({
      value: emitter,
      label: titleOf(emitter, profiles),
      description: metric.emitters.includes(emitter)
        ? t('mapping.here', 'found here')
        : t('mapping.notHere', 'not found here'),
    })),
    { value: own, label: t('mapping.own', 'My own metric or PromQL') },
  ];
}

/** With another choice for one metric; as documented is no choice. */
export function choose(choices: Choices, metric: string, choice: Choice | undefined): Choices {
  const others = Object.fromEntries(Object.entries(choices).filter(([name]) => name !== metric));
  return choice === undefined ? others : { ...others, [metric]: choice };
}

/** What is proposed and not chosen in any way yet. */
export function open(proposal: Choices, choices: Choices): Choices {
  return Object.fromEntries(Object.entries(proposal).filter(([metric]) => choices[metric] === undefined));
}

/** Rows that want a look: all but those that are simply there. */
export const toDecide = (metrics: Metric[], choices: Choices): Metric[] =>
  [...metrics.filter(({ state, metric }) => state !== 'found' || choices[metric] !== undefined)].sort(
    (a, b) => rank(a) - rank(b) || a.metric.localeCompare(b.metric)
  );

const rank = ({ state, known }: Metric): number => (state === 'other' ? 0 : known.length > 0 ? 1 : 2);

/** In whatever order their fields stand. */
export const same = (a: Choices, b: Choices): boolean => inOrder(a) === inOrder(b);

const inOrder = (choices: Choices): string =>
  JSON.stringify(choices, (_, value: unknown) =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => a.localeCompare(b)))
      : value
  );
