/** @jest-environment node */
import { EventEmitter } from 'node:events';

import { Registry } from 'prom-client';

import { BreakerMetrics } from './breaker-metrics';

const SETTINGS = { failureThreshold: 5, recoveryTimeoutSeconds: 60 };

function breaker() {
  const at = { now: 1_000 };
  const registry = new Registry();
  const probe = new BreakerMetrics({ registry, clock: () => at.now }).component('critical', SETTINGS);
  const value = async (name: string, labels = '') => {
    const line = (await registry.metrics())
      .split('\n')
      .find((l) => l.startsWith(`omninode_circuit_breaker_${name}{component="critical"${labels}}`));
    return line === undefined ? undefined : Number(line.split(' ').at(-1));
  };
  const state = async () => {
    const hot = [];
    for (const name of ['closed', 'open', 'half_open']) {
      if ((await value('state', `,state="${name}"`)) === 1) {
        hot.push(name);
      }
    }
    return hot;
  };
  return { at, probe, value, state };
}

test('a breaker begins closed and healthy, with its trips at 0 and its settings shown', async () => {
  const { value, state } = breaker();
  expect(await state()).toEqual(['closed']);
  expect(await value('trips_total')).toBe(0);
  expect(await value('health_score')).toBe(2);
  expect(await value('failure_threshold')).toBe(5);
  expect(await value('recovery_timeout_seconds')).toBe(60);
});

test('it is in exactly one state, and every opening is a trip, also from half-open', async () => {
  const { probe, value, state } = breaker();
  probe.opened();
  expect(await state()).toEqual(['open']);
  expect(await value('health_score')).toBe(0);
  probe.halfOpened();
  expect(await state()).toEqual(['half_open']);
  expect(await value('health_score')).toBe(1);
  probe.opened();
  expect(await value('trips_total')).toBe(2);
  probe.opened();
  expect(await value('trips_total')).toBe(2);
});

test('recovery is from the first opening to the closing; then the score waits one recovery time-out', async () => {
  const { at, probe, value } = breaker();
  probe.opened();
  at.now += 60;
  probe.halfOpened();
  probe.opened();
  at.now += 60;
  probe.halfOpened();
  at.now += 10;
  probe.closed();
  expect(await value('recovery_seconds_sum')).toBe(130);
  expect(await value('recovery_seconds_count')).toBe(1);
  expect(await value('health_score')).toBe(1);
  at.now += 60;
  expect(await value('health_score')).toBe(2);
});

test("opossum's events drive it", async () => {
  const { probe, value, state } = breaker();
  const circuit = new EventEmitter();
  probe.watch(circuit);
  ['success', 'failure', 'failure', 'open', 'reject', 'halfOpen'].forEach((event) => circuit.emit(event));
  expect(await state()).toEqual(['half_open']);
  expect(await value('trips_total')).toBe(1);
  expect(await value('calls_total', ',result="failure"')).toBe(2);
  expect(await value('calls_total', ',result="rejected"')).toBe(1);
});
