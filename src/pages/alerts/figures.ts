// Which numbers of a rule may a person choose, and how does the rule say them? They go with the rule, so that an update keeps them.
import { type CatalogueRule } from '../install/catalogue';

/** What was chosen; what is absent is as documented. Durations in seconds. */
export interface Figures {
  limit?: number;
  /** Back to normal only here, where the rule has a second bound. */
  unload?: number;
  for?: number;
  keep?: number;
}

export const figuresName = 'yardstick_figures';

interface Evaluator {
  type: string;
  params: number[];
}
interface Condition {
  evaluator: Evaluator;
  unloadEvaluator?: Evaluator;
}

const above = ['gt', 'gte'];
const below = ['lt', 'lte'];

/** The rule's bound, where it is a number of what is measured: a tier or a count of odd runs is none. */
export function conditionOf(rule: Pick<CatalogueRule, 'data' | 'condition'>): Condition | undefined {
  const model = rule.data.find(({ refId }) => refId === rule.condition)?.model;
  return (model?.conditions as Condition[] | undefined)?.[0];
}

export interface Documented {
  limit?: number;
  unload?: number;
  above: boolean;
  for: number;
  keep: number;
}

export function documentedOf(rule: CatalogueRule): Documented {
  const { evaluator, unloadEvaluator } = conditionOf(rule) ?? {};
  const ofPrometheus = rule.data.some(({ datasourceUid }) => datasourceUid === 'prometheus');
  const bounded = ofPrometheus && evaluator && [...above, ...below].includes(evaluator.type);
  return {
    limit: bounded ? evaluator.params[0] : undefined,
    unload: bounded ? unloadEvaluator?.params[0] : undefined,
    above: evaluator === undefined || above.includes(evaluator.type),
    for: secondsOf(rule.for),
    keep: secondsOf(rule.keep_firing_for),
  };
}

export type Wrong = 'limit' | 'unload' | 'for' | 'keep';

const longest = 86_400;

/** Which of the numbers cannot be: a bound that is none, a way back that lies beyond it, a length of time below 0 or above a day. */
export function wrongOf(figures: Figures, documented: Documented): Wrong[] {
  const limit = figures.limit ?? documented.limit;
  const unload = figures.unload ?? documented.unload;
  const beyond = limit !== undefined && unload !== undefined && (documented.above ? unload > limit : unload < limit);
  const odd = (value: number | undefined) => value !== undefined && !Number.isFinite(value);
  const noLength = (value: number | undefined) =>
    value !== undefined && !(Number.isInteger(value) && value >= 0 && value <= longest);
  return [
    ...(odd(figures.limit) ? (['limit'] as const) : []),
    ...(odd(figures.unload) || beyond ? (['unload'] as const) : []),
    ...(noLength(figures.for) ? (['for'] as const) : []),
    ...(noLength(figures.keep) ? (['keep'] as const) : []),
  ];
}

/** Without what is as documented. */
export function chosenOnly(figures: Figures, documented: Documented): Figures {
  const kept = (Object.keys(figures) as Wrong[]).filter(
    (name) => figures[name] !== undefined && figures[name] !== documented[name]
  );
  return Object.fromEntries(kept.map((name) => [name, figures[name]]));
}

/** The rule with other numbers, and texts that say them. */
export function withFigures(rule: CatalogueRule, figures: Figures): CatalogueRule {
  const documented = documentedOf(rule);
  const chosen = chosenOnly(figures, documented);
  if (Object.keys(chosen).length === 0) {
    return rule;
  }
  const { limit, unload } = chosen;
  const said = rule.annotations.threshold ?? '';
  const saysNow = limit === undefined ? said : said.replace(String(documented.limit), String(limit));
  return {
    ...rule,
    for: chosen.for === undefined ? rule.for : `${chosen.for}s`,
    keep_firing_for: chosen.keep === undefined ? rule.keep_firing_for : `${chosen.keep}s`,
    annotations: {
      ...rule.annotations,
      threshold: saysNow,
      description: (rule.annotations.description ?? '').replace(`threshold ${said}`, `threshold ${saysNow}`),
      [figuresName]: figuresText(chosen),
    },
    data: rule.data.map((query) =>
      query.refId === rule.condition
        ? { ...query, model: { ...query.model, conditions: [bounded(conditionOf(rule), limit, unload)] } }
        : query
    ),
  };
}

function bounded(condition: Condition | undefined, limit: number | undefined, unload: number | undefined): unknown {
  if (!condition) {
    return condition;
  }
  const { evaluator, unloadEvaluator, ...rest } = condition;
  return {
    ...rest,
    evaluator: limit === undefined ? evaluator : { ...evaluator, params: [limit] },
    ...(unloadEvaluator && {
      unloadEvaluator: unload === undefined ? unloadEvaluator : { ...unloadEvaluator, params: [unload] },
    }),
  };
}

/** "limit=95 for=120", the same in the address and on the rule. */
const figuresText = (figures: Figures) =>
  (['limit', 'unload', 'for', 'keep'] as const)
    .flatMap((name) => (figures[name] === undefined ? [] : [`${name}=${figures[name]}`]))
    .join(' ');

export function figuresFrom(text: string | undefined): Figures {
  const pairs = (text ?? '').split(' ').flatMap((part) => {
    const [, name, value] = /^(limit|unload|for|keep)=(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/.exec(part) ?? [];
    return name === undefined ? [] : [[name, Number(value)] as const];
  });
  return Object.fromEntries(pairs);
}

/** Numbers of rules that are not installed yet: "d4-a02:limit=8 for=120;d4-a03:limit=60". */
export function askedFigures(text: string | undefined): ReadonlyMap<string, Figures> {
  const each = (text ?? '').split(';').flatMap((part) => {
    const at = part.indexOf(':');
    const figures = figuresFrom(part.slice(at + 1));
    return at <= 0 || Object.keys(figures).length === 0 ? [] : [[part.slice(0, at), figures] as const];
  });
  return new Map(each);
}

export const askedFiguresText = (all: ReadonlyMap<string, Figures>) =>
  [...all]
    .filter(([, figures]) => Object.keys(figures).length > 0)
    .map(([id, figures]) => `${id}:${figuresText(figures)}`)
    .join(';');

/** "1m0s" and "60s" are one minute; none is 0. */
export function secondsOf(text: string | undefined): number {
  const units: Record<string, number> = { d: 86_400, h: 3600, m: 60, s: 1 };
  return [...(text ?? '').matchAll(/(\d+)([dhms])/g)].reduce(
    (sum, [, n, unit]) => sum + Number(n) * (units[unit ?? ''] ?? 0),
    0
  );
}
