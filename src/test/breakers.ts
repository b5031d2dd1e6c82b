// Frames as the data source answers a query of the type breakers.
import { type DataFrame, FieldType, toDataFrame } from '@grafana/data';
import { minutes, noon } from './panelProps';

export interface BreakerRow {
  system?: string;
  component: string;
  state: number | null;
  stateWord?: string;
  since?: number | null;
  sinceWord?: string;
  trips?: number | null;
  sinceTrip?: number | null;
  health?: number | null;
  failureThreshold?: number | null;
  recoveryTimeout?: number | null;
  recommendedThreshold?: number | null;
  recommendedTimeout?: number | null;
  evidence?: string;
  emit?: string;
}

/** D4 l.430-441: a stable service whose threshold may rise from 5 to 6. */
export const critical: BreakerRow = {
  system: 'omninode',
  component: 'critical',
  state: 0,
  stateWord: 'closed',
  since: noon - minutes(192),
  sinceWord: 'since',
  trips: 1,
  sinceTrip: 11_520,
  health: 2,
  failureThreshold: 5,
  recoveryTimeout: 60,
  recommendedThreshold: 6,
  recommendedTimeout: 60,
  evidence: '0.4 % of the calls failed, below 1 % (D4 l.433).',
  emit: '',
};

export const open: BreakerRow = {
  ...critical,
  component: 'medium',
  state: 2,
  stateWord: 'open',
  since: noon - 41_000,
  trips: 7,
  health: 0,
  recommendedThreshold: 5,
};

/** OmniNode's public ten metrics alone: trips, but no state. */
export const unmeasured: BreakerRow = {
  system: 'omninode',
  component: 'low',
  state: null,
  stateWord: 'not measured',
  since: null,
  trips: 2,
  sinceTrip: 840,
  health: null,
  failureThreshold: null,
  recoveryTimeout: null,
  recommendedThreshold: null,
  recommendedTimeout: null,
  evidence: '',
  emit: 'Emit the gauge omninode_circuit_breaker_state{component,state}.',
};

const texts = ['system', 'component', 'stateWord', 'sinceWord', 'evidence', 'emit'];

export function breakersTable(rows: BreakerRow[]): DataFrame {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))] as Array<keyof BreakerRow>;
  return toDataFrame({
    name: 'breakers',
    fields: names.map((name) => ({
      name,
      type: name === 'since' ? FieldType.time : texts.includes(name) ? FieldType.string : FieldType.number,
      values: rows.map((row) => row[name] ?? null),
    })),
  });
}

/** One value per minute, the last at noon. */
export function series(
  name: 'state' | 'trips',
  component: string,
  values: Array<number | null>,
  system = 'omninode'
): DataFrame {
  return toDataFrame({
    name,
    fields: [
      {
        name: 'time',
        type: FieldType.time,
        values: values.map((_, index) => noon - minutes(values.length - 1 - index)),
      },
      { name: name === 'trips' ? name : 'value', type: FieldType.number, labels: { system, component }, values },
    ],
  });
}
