/**
 * What have all runs of a short program counted together (G-9)?
 *
 * A run's counters and histograms begin at 0, so that they are added to those of
 * the runs before; its gauges take the place of earlier ones with the same
 * labels. Gauges that it did not set stay. Pure: values in, values out.
 */
import type { MetricObjectWithValues, MetricValue, MetricValueWithName } from 'prom-client';
import { z } from 'zod';

const Kind = z.enum(['counter', 'gauge', 'histogram']);
const Family = z.strictObject({
  kind: Kind,
  help: z.string(),
  /** Values by series, spelt as in the file: `name{label="value"}`. */
  series: z.record(z.string(), z.number()),
});
export const Totals = z.record(z.string(), Family);
export type Totals = z.infer<typeof Totals>;

/** Something that is counted in a row: so many times running, 0 as soon as it did not happen. */
export const InARow = z.strictObject({
  metric: z.string(),
  help: z.string(),
  labels: z.record(z.string(), z.string()),
  happened: z.boolean(),
});
export type InARow = z.infer<typeof InARow>;

/** What one run adds. */
export const Run = z.strictObject({ id: z.string(), endedAt: z.number(), metrics: Totals, inARow: z.array(InARow) });
export type Run = z.infer<typeof Run>;

const escaped = (value: string) => value.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/"/g, '\\"');

/** The name of a series as the text format spells it; equal labels give equal names. */
function seriesName(name: string, labels: Readonly<Record<string, string | number>>): string {
  const pairs = Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, value]) => `${label}="${escaped(value === Infinity ? '+Inf' : String(value))}"`);
  return pairs.length > 0 ? `${name}{${pairs.join(',')}}` : name;
}

/** What a registry of prom-client holds. */
export function totalsOf(metrics: ReadonlyArray<MetricObjectWithValues<MetricValue<string>>>): Totals {
  return Object.fromEntries(
    metrics.map((metric) => {
      const kind = Kind.safeParse(metric.type);
      if (!kind.success) {
        throw new Error(
          `adding ${metric.name} to the totals: a ${String(metric.type)} of several runs cannot be added up; use a histogram`
        );
      }
      const series = metric.values.map((sample) => {
        const { metricName = metric.name } = sample as MetricValueWithName<string>;
        return [seriesName(metricName, sample.labels as Record<string, string | number>), sample.value];
      });
      return [metric.name, { kind: kind.data, help: metric.help, series: Object.fromEntries(series) }];
    })
  );
}

/** The bounds of each histogram series, by its other labels. */
const boundsOf = (series: Readonly<Record<string, number>>) =>
  new Set(Object.keys(series).flatMap((name) => /[{,]le="([^"]*)"/.exec(name)?.[1] ?? []));

const equal = (a: Set<string>, b: Set<string>) => a.size === b.size && [...a].every((value) => b.has(value));

/** What runs is one thing: a version that was replaced is not there any more. */
const isBuild = (name: string, { series }: Totals[string]) =>
  name.endsWith('_build_info') && Object.keys(series).length > 0;

function joined(name: string, before: Totals[string] | undefined, run: Totals[string]): Totals[string] {
  if (before?.kind !== run.kind || isBuild(name, run)) {
    return run;
  }
  if (run.kind === 'gauge') {
    return { ...run, series: { ...before.series, ...run.series } };
  }
  // Counts under other bounds cannot be added: such a histogram begins again, as after a restart.
  if (run.kind === 'histogram' && !equal(boundsOf(before.series), boundsOf(run.series))) {
    return run;
  }
  const series = { ...before.series };
  Object.entries(run.series).forEach(([name, value]) => (series[name] = (series[name] ?? 0) + value));
  return { ...run, series };
}

function counted(totals: Totals, { metric, help, labels, happened }: InARow): void {
  const name = seriesName(metric, labels);
  const before = totals[metric]?.series ?? {};
  totals[metric] = {
    kind: 'gauge',
    help,
    series: { ...before, [name]: happened ? (before[name] ?? 0) + 1 : 0 },
  };
}

/** The totals after further runs, in the order in which these ended. */
export function added(totals: Totals, runs: readonly Run[]): Totals {
  const sum = { ...totals };
  for (const { metrics, inARow } of [...runs].sort((a, b) => a.endedAt - b.endedAt)) {
    const rows = new Set(inARow.map(({ metric }) => metric));
    Object.entries(metrics)
      .filter(([name]) => !rows.has(name))
      .forEach(([name, metric]) => (sum[name] = joined(name, sum[name], metric)));
    inARow.forEach((row) => counted(sum, row));
  }
  return sum;
}
