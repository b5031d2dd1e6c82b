/** Where does a panel change colour? Exactly where alerts fire and targets are missed; no number is written twice. */
import type { Alert } from '../alert';
import type { Target } from '../model';
import type { Panel } from '../panel';
import type { System } from '../system';

export interface Step {
  value: number | null;
  color: string;
}

/** Quiet is calm: what is as it should be has no colour of its own. */
export const calm = 'text';
const colors: Record<Alert['severity'], string> = {
  info: 'blue',
  warning: 'orange',
  critical: 'red',
  emergency: 'dark-red',
};
const missed = 'yellow';
/** From the mildest on. */
const ranks = [calm, colors.info, missed, colors.warning, colors.critical, colors.emergency];
const worse = (a: string, b: string) => (ranks.indexOf(a) > ranks.indexOf(b) ? a : b);

/** Steps in ascending order, the first without a value. A column of a table has the unit of its target. */
export function steps(system: System, panel: Panel): Step[] {
  const limits = [
    ...panel.alerts.map((id) => ofAlert(alertOf(system, id), panel.type)),
    ...panel.targets.map((id) => ofTarget(targetOf(system, id), panel.thresholdField ? undefined : panel.unit)),
  ];
  if (panel.tiers) {
    const { info, warning, critical } = system.tiers;
    limits.push(
      { at: info, color: colors.info, bad: 'above' },
      { at: warning, color: colors.warning, bad: 'above' },
      { at: critical, color: colors.critical, bad: 'above' }
    );
  }
  if (panel.anyIsBad) {
    limits.push({ at: 1, color: colors.warning, bad: 'above' });
  }
  return inOrder(limits);
}

interface Limit {
  at: number;
  color: string;
  bad: 'above' | 'below';
}

function inOrder(limits: Limit[]): Step[] {
  const ascending = [...limits].sort((a, b) => a.at - b.at);
  const below = ascending.filter(({ bad }) => bad === 'below');
  const base = below[0]?.color ?? calm;
  let reached = calm;
  return [
    { value: null, color: base },
    ...ascending.map((limit) => {
      if (limit.bad === 'below') {
        // Above a lower limit the next one decides, above the last one all is well.
        return { value: limit.at, color: below[below.indexOf(limit) + 1]?.color ?? calm };
      }
      // A target that is missed where an alert fires already makes it no milder.
      reached = worse(reached, limit.color);
      return { value: limit.at, color: reached };
    }),
  ];
}

/** A colour begins at its step. Where "more than none" is wrong, none is not: a count of 0 stays calm. */
export const aboveNone = 1e-9;

function ofAlert({ condition, severity }: Alert, type: Panel['type']): Limit {
  const counted = type !== 'timeseries' && condition.op === '>' && condition.threshold === 0;
  return {
    at: counted ? aboveNone : condition.threshold,
    color: colors[severity],
    bad: condition.op === '<' ? 'below' : 'above',
  };
}

function ofTarget(target: Target, unit = target.unit): Limit {
  if (target.op === '==') {
    throw new Error(`drawing the target ${target.id}: it has no side`);
  }
  return { at: inUnit(target, unit), color: missed, bad: target.op.startsWith('>') ? 'below' : 'above' };
}

/** Targets are ratios where alerts are percent (D-9). */
function inUnit({ id, limit, unit }: Target, wanted: string): number {
  if (unit === wanted) {
    return limit;
  }
  if (unit === 'percentunit' && wanted === 'percent') {
    return 100 * limit;
  }
  throw new Error(`drawing the target ${id}: its unit ${unit} is not the panel's ${wanted}`);
}

export function alertOf(system: System, id: string): Alert {
  return found(system.alerts, id);
}

export function targetOf(system: System, id: string): Target {
  return found(system.targets, id);
}

export function found<T extends { id: string }>(list: readonly T[], id: string): T {
  const item = list.find((candidate) => candidate.id === id);
  if (!item) {
    throw new Error(`building a dashboard: there is no ${id}`);
  }
  return item;
}
