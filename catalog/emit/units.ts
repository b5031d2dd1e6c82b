/** What is a unit of Grafana's formatters called in a sentence? */

const words: Record<string, string> = {
  s: 'seconds',
  ms: 'milliseconds',
  percent: 'percent',
  percentunit: 'percent',
  bytes: 'bytes (binary multiples)',
  Bps: 'bytes per second',
  bps: 'bits per second',
  ops: 'operations per second',
  short: 'count',
  locale: 'count', // in full
  currencyUSD: 'US dollars',
  'suffix:x': 'multiples of normal',
};

export function unitWord(unit: string): string {
  const word = words[unit] ?? (unit.startsWith('suffix:') ? unit.slice('suffix:'.length) : undefined);
  if (word === undefined) {
    throw new Error(`describing a panel: the unit ${unit} has no word yet`);
  }
  return word;
}
