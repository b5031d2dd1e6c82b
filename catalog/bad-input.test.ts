/** @jest-environment node */
import { mustBeDistinct } from './distinct';
import { defineSystem, type System } from './system';
import { scoped } from './scope';
import { kgas } from './systems/kgas';
import { omninode } from './systems/omninode';

const [first, second, ...others] = kgas.quantities;

/** The specification of KGAS with other quantities; the type lets nobody write it down, JavaScript does. */
const withQuantities = (quantities: unknown[]) => () => defineSystem({ ...kgas, quantities } as never);
const changed = (change: Partial<System>): System => ({ ...kgas, ...change });

test('nothing is wrong with the systems themselves', () => {
  expect(withQuantities(kgas.quantities)).not.toThrow();
  expect(() => mustBeDistinct([kgas, omninode])).not.toThrow();
});

test('an entry without anchor is named by its id', () => {
  const without = { ...second, anchor: undefined };
  expect(withQuantities([first, without, ...others])).toThrow(
    /specification of kgas: quantities, entry 2 \(D2-Q02\), anchor: .*expected string/
  );
});

test('an anchor that is none says how one reads', () => {
  expect(withQuantities([{ ...first, anchor: 'line 25' }])).toThrow(
    /entry 1 \(D2-Q01\), anchor: an anchor reads "D4 l.375" or "D2 l.34 \(D-15\)"/
  );
});

test('a key that nobody knows is named', () => {
  expect(withQuantities([{ ...first, threshold: 5 }])).toThrow(/entry 1 \(D2-Q01\): .*"threshold"/);
});

test('an item of a report that neither an expression nor the engine answers', () => {
  const [item, ...items] = kgas.report;
  const withReport = (report: unknown[]) => () => defineSystem({ ...kgas, report } as never);
  expect(withReport(kgas.report)).not.toThrow();
  const neither = { ...item, expr: '' };
  expect(withReport([neither, ...items])).toThrow(/entry 1 \(D2-R01\).*either an expression or the engine/);
  expect(withReport([{ ...item, engine: 'violations' }, ...items])).toThrow(/either an expression or the engine/);
  expect(withReport([{ ...neither, engine: 'horoscope' }, ...items])).toThrow(/entry 1 \(D2-R01\), engine/);
});

test('two entries with one id within a system', () => {
  const alerts = [...kgas.alerts, kgas.alerts[0]!];
  expect(() => mustBeDistinct([changed({ alerts })])).toThrow(
    /"D2-A01" is given 2 times: in the alerts of kgas.*an id of its own/
  );
});

test('two entries with one id in two systems', () => {
  const alerts = [...omninode.alerts, kgas.alerts[0]!];
  expect(() => mustBeDistinct([kgas, { ...omninode, alerts }])).toThrow(
    /"D2-A01" is given 2 times: in the alerts of kgas and in the alerts of omninode/
  );
});

test('two systems with one name would write the same files', () => {
  expect(() => mustBeDistinct([kgas, changed({ document: 'D4', folder: 'Yardstick X' })])).toThrow(
    /"kgas" is given 2 times: in the name of kgas/
  );
});

test.each([
  ['sum(rate(kgas_x_total{$app}[5m])', /parsing PromQL: near .*kgas_x_total/],
  ['sum(rate(kgas_x_total[5m]))', /"kgas_x_total" lacks the system's matcher; write \$app or \$host/],
])('the expression %s is refused', (expr, message) => {
  expect(() => scoped(expr, kgas)).toThrow(message);
});
