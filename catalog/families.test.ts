/** @jest-environment node */
import { type Registry } from 'prom-client';

import { instrumentAdo, instrumentKgas, instrumentOmninode } from '../instrument';
import { AdoBenchmarks } from '../instrument/ado-benchmarks';
import { defineEmission, seriesOf, type Family } from './family';
import { systems } from './systems';
import { emissions } from './systems/families';
import { metricsIn } from './uses';

const served = systems.flatMap((system) => {
  const emission = emissions[system.name];
  return emission ? [{ system, emission, read: [...metricsIn(system, system)] }] : [];
});

describe.each(served)('what $system.title reads', ({ system, emission: { families, exporters }, read }) => {
  const own = new Set(families.flatMap(seriesOf));
  const patterns = exporters.flatMap(({ metrics }) => metrics.map((pattern) => new RegExp(`^(?:${pattern})$`)));
  const foreign = (name: string) => patterns.some((pattern) => pattern.test(name));

  test('is a family of its program or comes from a named exporter, never both', () => {
    expect(read.filter((name) => !own.has(name) && !foreign(name))).toEqual([]);
    expect([...own].filter(foreign)).toEqual([]);
  });

  test('is all that its program emits, with a reason for the rest', () => {
    const unread = families.filter((family) => !seriesOf(family).some((series) => read.includes(series)));
    expect(unread.map(({ name }) => name)).toEqual(families.filter((f) => f.unread).map(({ name }) => name));
  });

  test('has no exporter that nothing is read of', () => {
    const idle = exporters.filter(({ metrics }) => !read.some((name) => matches(metrics, name)));
    expect(idle.map(({ name }) => name)).toEqual([]);
  });

  test('has a bucket bound at every limit of the document', () => {
    const bounds = (name: string) => families.find((family) => family.name === name)?.buckets ?? [];
    const limits = system.targets.filter(({ bound }) => bound !== '').map(({ bound, limit }) => ({ bound, limit }));
    expect(limits.filter(({ bound, limit }) => !bounds(bound).includes(limit))).toEqual([]);
    const ranges = system.operations.flatMap(({ runs, ranges }) =>
      ranges.flatMap(({ high }) => ({ family: runs?.count?.replace(/_count$/, '') ?? '', high }))
    );
    expect(ranges.filter(({ family, high }) => !bounds(family).includes(high))).toEqual([]);
  });

  test('has a bucket bound at the threshold of every rule over its buckets', () => {
    const wrong = system.alerts.flatMap(({ id, condition }) => {
      const { threshold } = condition;
      const histograms = families.filter(({ name }) => metricsIn(condition, system).has(`${name}_bucket`));
      return histograms.filter(({ buckets }) => !buckets?.includes(threshold)).map(({ name }) => `${id}: ${name}`);
    });
    expect(wrong).toEqual([]);
  });

  test('is labelled as operations tell their instances apart', () => {
    const wrong = system.operations.flatMap(({ metric, by }) => {
      const labels = families.find(({ name }) => name === metric)?.labels.map(({ name }) => name) ?? [];
      return by.filter((label) => !labels.includes(label)).map((label) => `${metric}: ${label}`);
    });
    expect(wrong).toEqual([]);
  });
});

const matches = (metrics: readonly string[], name: string) =>
  metrics.some((pattern) => new RegExp(`^(?:${pattern})$`).test(name));

interface Emitted {
  /** Counter, Gauge or Histogram. */
  constructor: { name: string };
  name: string;
  labelNames: string[];
  upperBounds?: number[];
}

/** prom-client keeps labels and bounds on the metric itself; its types do not say so. */
const emittedBy = (registry: Registry) => registry.getMetricsAsArray() as unknown as Emitted[];
const shape = ({ name, kind, labels, buckets }: Family) => ({
  name,
  kind,
  labels: labels.map((label) => label.name),
  buckets: buckets && [...buckets],
});

describe.each([
  ['service', 'kgas', instrumentKgas().registry],
  ['service', 'omninode', instrumentOmninode().registry],
  ['service', 'ado', instrumentAdo({ version: () => '1.4.0' }).registry],
  ['run', 'ado', new AdoBenchmarks().registry],
])('instrument/ for the %s of %s', (kind, system, registry) => {
  test('emits its families: names, types, labels, bounds', () => {
    const wanted = (emissions[system]?.families ?? []).filter(({ by }) => by === kind);
    const emitted = emittedBy(registry).map(({ constructor, name, labelNames, upperBounds }) => ({
      name,
      kind: constructor.name.toLowerCase(),
      labels: labelNames,
      buckets: upperBounds,
    }));
    const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
    expect(emitted.sort(byName)).toEqual(wanted.map(shape).sort(byName));
  });
});

describe('a mistake in a family', () => {
  const good = { name: 'x_total', kind: 'counter', help: 'Something that is counted.', unit: 'one', tier: 4 } as const;
  const define = (family: object) => () =>
    defineEmission('shop', { families: [{ ...good, anchor: 'D2 l.1', ...family }], exporters: [] });

  test.each([
    [{ name: 'x' }, 'a counter, and nothing else, ends in _total'],
    [{ name: 'x_seconds', kind: 'histogram', unit: 'seconds' }, 'a histogram, and nothing else, has buckets'],
    [{ name: 'x_seconds', kind: 'histogram', unit: 'seconds', buckets: [1, 1] }, 'bucket bounds ascend'],
    [{ name: 'x', kind: 'gauge' }, 'a gauge, and nothing else, says how processes add up'],
    [{ name: 'x_total', unit: 'bytes' }, 'the name of a metric in bytes ends in its unit'],
    [{ anchor: 'somewhere' }, 'an anchor reads'],
  ])('%j is refused: %s', (family, message) => {
    expect(define(family)).toThrow(message);
    expect(define(family)).toThrow('reading the metric families of shop');
  });

  test('the same name twice is refused', () => {
    const family = { ...good, anchor: 'D2 l.1' };
    expect(() => defineEmission('shop', { families: [family, family], exporters: [] })).toThrow(
      'x_total is there twice'
    );
  });
});
