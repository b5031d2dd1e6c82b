// Does an alert of the fast groups reach whoever is to be told? Faults switched
// on in the running workloads, Grafana's own scheduler, and a webhook: exactly
// the rules of a fault fire, with the right labels, and are over after it. How
// fast that is, is the business of the bench.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { systems } from '../../catalog/systems';
import { lab } from '../lab';
import { play, type Told } from './live-act';
import { acts, trend, type LiveFault } from './live-faults';

/** Windows and pending periods of a quarter of an hour, and an earlier run's alerts that have to end first. */
const LONGEST_ACT = 35 * 60_000;

const played = new Map<string, Promise<Told[]>>();

/** The first test of an act plays it; the others read what came of it, in a new process after a failure, too. */
function outcomeOf(act: string): Promise<Told[]> {
  const file = path.join(lab().folder, `live-${process.ppid}-${Object.keys(acts).indexOf(act)}.json`);
  const read = async () => JSON.parse(readFileSync(file, 'utf8')) as Told[];
  const playAndKeep = async () => {
    const told = await play(acts[act] ?? []);
    writeFileSync(file, JSON.stringify(told));
    return told;
  };
  const outcome = played.get(act) ?? (existsSync(file) ? read() : playAndKeep());
  played.set(act, outcome);
  return outcome;
}

const subject = ({ system, labels }: LiveFault) => JSON.stringify([system, Object.entries(labels).sort()]);

for (const [act, faults] of Object.entries(acts)) {
  for (const [i, fault] of faults.entries()) {
    const { system, rules, labels } = fault;
    test(`${act}: ${system} ${fault.fault} ${fault.mode} fires ${rules.join(', ')}, and it ends`, async () => {
      test.setTimeout(LONGEST_ACT);
      const { fired = [], stayed = [] } = (await outcomeOf(act))[i] ?? {};
      // Faults of the same thing have their rules in common.
      const same = faults.filter((other) => subject(other) === subject(fault)).flatMap((other) => other.rules);
      expect(fired, `rules that fired with ${JSON.stringify(labels)}`).toEqual(expect.arrayContaining(rules));
      expect(fired.filter((id) => !same.includes(id))).toEqual([]);
      expect(
        stayed.filter((id) => rules.includes(id)),
        'not over'
      ).toEqual([]);
    });
  }
}

test('every rule of the fast groups is among them', () => {
  const fast = systems.flatMap(({ alerts }) => alerts).filter(({ group }) => group === 'fast');
  const live = [...Object.values(acts).flat(), trend].flatMap(({ rules }) => rules);
  expect(fast.map(({ id }) => id).filter((id) => !live.includes(id))).toEqual([]);
});
