/** How do totals read as a file of node_exporter's textfile collector, and back? No time stamps: the collector refuses them (G-9). */
import type { Totals } from './textfile-totals';

type Family = Totals[string];

const escapedHelp = (help: string) => help.replace(/\\/g, '\\\\').replace(/\n/g, '\\n');

export function textOf(totals: Totals): string {
  return Object.entries(totals)
    .filter(([, { series }]) => Object.keys(series).length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([name, { kind, help, series }]) =>
        `# HELP ${name} ${escapedHelp(help)}\n# TYPE ${name} ${kind}\n${Object.entries(series)
          .map(([sample, value]) => `${sample} ${written(value)}\n`)
          .join('')}`
    )
    .join('');
}

function written(value: number): string {
  return Number.isFinite(value) ? String(value) : Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}

const words: Record<string, number> = { '+Inf': Infinity, '-Inf': -Infinity, NaN };

/** Totals that `textOf` wrote: what is left of them when the state is lost. */
export function totalsIn(text: string): Totals {
  const totals: Totals = {};
  let help = '';
  let family: Family | undefined;
  for (const line of text.split('\n')) {
    const [, what, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) ?(.*)$/.exec(line) ?? [];
    const sample = /^([^#\s].*) (\S+)$/.exec(line);
    if (what === 'HELP') {
      help = rest.replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char));
      family = undefined;
    } else if (what === 'TYPE' && (rest === 'counter' || rest === 'gauge' || rest === 'histogram')) {
      family = totals[name] = { kind: rest, help, series: {} };
    } else if (sample && family) {
      const [, series = '', value = ''] = sample;
      family.series[series] = words[value] ?? Number(value);
    }
  }
  return totals;
}
