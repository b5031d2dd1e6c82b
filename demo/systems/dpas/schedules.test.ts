/** @jest-environment node */
import { Conditions, type ActiveFault } from '../../scenario/faults';
import type { Moment } from '../../scenario/plain';
import { COMMANDS } from './builds';
import { dpasFaults } from './faults';
import { currentRun, lastRun } from './schedules';

const NOON = Date.UTC(2026, 10, 20, 12) / 1000;
/** It starts 40 s after every tenth minute and takes a few seconds. */
const query = COMMANDS.find(({ name }) => name === 'query')!;

const after = (seconds: number, ...active: ActiveFault[]): Moment => ({
  t: NOON + seconds,
  step: 1,
  conditions: new Conditions(active, dpasFaults),
  noise: () => 0,
});

const cronAwaySince = (seconds: number): ActiveFault => ({
  system: 'dpas',
  name: 'cron',
  since: NOON + seconds,
  factor: 1,
  hang: false,
});

test('without cron no command is started, the one under way ends, and they go on when it is back', () => {
  const cron = cronAwaySince(41);
  expect(currentRun(query, after(41, cron))?.start).toBe(NOON + 40);
  expect(lastRun(query, after(60, cron)).start).toBe(NOON + 40);
  expect(lastRun(query, after(1800, cron)).start).toBe(NOON + 40);
  expect(currentRun(query, after(641, cron))).toBeUndefined();
  expect(lastRun(query, after(1860)).start).toBe(NOON + 1840);
});

test('a run that would start at the very moment at which cron goes away is not started', () => {
  expect(lastRun(query, after(700, cronAwaySince(640))).start).toBe(NOON + 40);
});
