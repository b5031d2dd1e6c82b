// What would one rule have done? Of PromQL rules by their expression's past, of deviation rules by the engine's replay.
import { tierNamed } from '../../../components/tiers';
import { type CatalogueRule } from '../../install/catalogue';
import { conditionOf, secondsOf, withFigures, type Figures } from '../figures';
import { type Replayed } from './askBacktest';
import { type History } from './askHistory';
import { stepOf } from './range';
import { type Episode, replay, told, type Told, type Watch } from './replay';

export interface Preview extends Told {
  from: number;
  to: number;
  /** Why it may be wrong, and what it cost. */
  remarks: Remark[];
}

export type Remark =
  | { kind: 'steps'; minutes: number; series: number; milliseconds: number }
  | { kind: 'pending' }
  | { kind: 'replayed'; operations: number; of: number; reason: string };

export type Way = { by: 'history'; expr: string; step: number } | { by: 'replay'; tier: number } | { by: 'nothing' };

/** How the rule can be previewed. Verdicts on single runs are not stored as windows: nothing replays them. */
export function wayOf(rule: CatalogueRule): Way {
  const watched = conditionOfData(rule);
  const query = rule.data.find(({ refId }) => refId === watched);
  if (query?.datasourceUid === 'prometheus' && typeof query.model.expr === 'string') {
    return { by: 'history', expr: query.model.expr, step: stepOf(secondsOf(rule.for)) };
  }
  const least = conditionOf(rule)?.evaluator;
  return query?.model.measure === 'tier' && query.model.system !== undefined && least?.type === 'gte'
    ? { by: 'replay', tier: least.params[0] ?? 1 }
    : { by: 'nothing' };
}

function conditionOfData(rule: CatalogueRule): string | undefined {
  const model = rule.data.find(({ refId }) => refId === rule.condition)?.model;
  return typeof model?.expression === 'string' ? model.expression : undefined;
}

export function watchOf(rule: CatalogueRule, figures: Figures): Watch {
  const wanted = withFigures(rule, figures);
  const { evaluator, unloadEvaluator } = conditionOf(wanted) ?? { evaluator: { type: 'gt', params: [0] } };
  return {
    bound: evaluator,
    back: unloadEvaluator,
    pending: secondsOf(wanted.for),
    keep: secondsOf(wanted.keep_firing_for),
  };
}

export function ofHistory(history: History, watch: Watch): Preview {
  const { series, stepSeconds, from, to, took } = history;
  const episodes = series.flatMap((each) => replay(each, watch, stepSeconds));
  return {
    ...told(episodes),
    from,
    to,
    remarks: [
      { kind: 'steps', minutes: stepSeconds / 60, series: series.length, milliseconds: Math.round(took) },
      ...(watch.pending > 0 && watch.pending < stepSeconds ? [{ kind: 'pending' } as const] : []),
    ],
  };
}

/** Stretches at the rule's tier or a worse one, over all operations that could be replayed. */
export function ofReplay(all: Replayed[], tier: number, range: { from: number; to: number }): Preview {
  const judged = all.filter(({ reason }) => reason === '');
  const episodes = judged.flatMap((operation) => merged(operation, tier));
  const [left] = all.filter(({ reason }) => reason !== '');
  return {
    ...told(episodes),
    ...range,
    remarks: [{ kind: 'replayed', operations: judged.length, of: all.length, reason: left?.reason ?? '' }],
  };
}

/** A change from warning to critical is no second alert of a rule that fires at both. */
function merged({ operation, episodes }: Replayed, tier: number): Episode[] {
  const all: Episode[] = [];
  for (const each of episodes.filter((one) => tierNamed(one.tier) >= tier)) {
    const [from, to] = [Date.parse(each.from), Date.parse(each.to)];
    const last = all.at(-1);
    if (last && from <= last.to) {
      last.to = Math.max(last.to, to);
    } else {
      all.push({ name: operation, from, to });
    }
  }
  return all;
}
