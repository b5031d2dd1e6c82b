// Does every rule that is shipped see its condition, and only then? At moments
// of the history at which the fault of a rule was there, and at one at which
// nothing was wrong with its system.
import { expect, test } from '@playwright/test';
import { ownRules } from '../../catalog/own-watch';
import { ruleUid } from '../../catalog/project';
import { systems } from '../../catalog/systems';
import { slug } from '../../demo/scenario/faults';
import { lab } from '../lab';
import { quietMoment } from '../made-history';
import { shippedRules, trueInstances, type Labels } from '../shipped-rules';

const shipped = shippedRules();

/** Every rule of a system by its id in the catalogue; the watch over missing metrics has one, too (E-17). */
const ids = systems.map(({ name, document, alerts }) => ({
  system: name,
  ids: [...alerts.map(({ id }) => id), `${document}-metrics-missing`],
}));

function ruleOf(id: string) {
  const found = shipped.find(({ uid }) => uid === ruleUid(id));
  if (!found) {
    throw new Error(`no file in provisioning/alerting has the rule ${id}`);
  }
  return found;
}

test('the shipped files hold the rules of the catalogue and those of the data source, and no other', () => {
  const expected = [...ids.flatMap((system) => system.ids), 'dead-man', ...ownRules.map(({ id }) => id)].map(ruleUid);
  expect(shipped.map(({ uid }) => uid).sort()).toEqual(expected.sort());
});

for (const { system, ids: own } of ids) {
  for (const id of own) {
    test(`${id} is true under each of its faults`, async () => {
      const faults = lab().faults.filter(({ rules }) => rules.includes(id));
      expect(faults.length, 'occurrences of its fault in the history').toBeGreaterThan(0);
      for (const { fault, factor, start, at } of faults) {
        const instances = await trueInstances(ruleOf(id), at);
        expect(instances.length, `${system} ${fault} x${factor}, ${start}`).toBeGreaterThan(0);
      }
    });

    test(`${id} is false when nothing is wrong with ${system}`, async () => {
      const at = quietMoment(lab().faults, system);
      expect(await trueInstances(ruleOf(id), at), new Date(at * 1000).toISOString()).toEqual([]);
    });
  }
}

const operations = (instances: Labels[]) => instances.map(({ operation = '' }) => slug(operation));

test('each of the nine conversions is a warning at twice and critical at five times its range', async () => {
  const runs = lab().faults.filter((fault) => 'run' in fault && fault.mode === 'factor');
  const seen = { warning: new Set<string>(), critical: new Set<string>() };
  for (const { fault, factor, at } of runs) {
    const name = `${fault} x${factor}`;
    expect(operations(await trueInstances(ruleOf('D2-A02'), at)), name).toContain(fault);
    seen.warning.add(fault);
    if (factor >= 5) {
      expect(operations(await trueInstances(ruleOf('D2-A04'), at)), name).toContain(fault);
      seen.critical.add(fault);
    }
  }
  expect(seen.warning.size, 'conversions at twice their range').toBe(9);
  expect(seen.critical.size, 'conversions at five times their range').toBe(9);
});

test('a conversion that hangs is critical while it hangs', async () => {
  const hanging = lab().faults.find((fault) => 'run' in fault && fault.mode === 'hang');
  if (!hanging || !('whileRunning' in hanging) || !hanging.whileRunning) {
    throw new Error('the history holds no hanging conversion');
  }
  expect(operations(await trueInstances(ruleOf('D2-A04'), hanging.whileRunning))).toContain(hanging.fault);
});
