/**
 * How does a number read with its unit? By the ids and in the words of Grafana's unit
 * formatters, so that a report and a dashboard say the same. Those themselves need a
 * browser to load; a test holds this file against them.
 */

/** One step of a unit: values of at least `from` are divided by `divisor`. */
interface Step {
  from: number;
  divisor: number;
  suffix: string;
}

/** What a whole column is divided by, and the unit that its header names. */
export interface Scale {
  divisor: number;
  prefix: string;
  suffix: string;
}

const MISSING = '–';

const seconds: Step[] = [
  { from: 0, divisor: 1e-9, suffix: ' ns' },
  { from: 1e-6, divisor: 1e-6, suffix: ' µs' },
  { from: 1e-3, divisor: 1e-3, suffix: ' ms' },
  { from: 1, divisor: 1, suffix: ' s' },
  { from: 60, divisor: 60, suffix: ' min' },
  { from: 3600, divisor: 3600, suffix: ' hour' },
  { from: 86400, divisor: 86400, suffix: ' day' },
  { from: 604800, divisor: 604800, suffix: ' week' },
  { from: 31536000, divisor: 31556900, suffix: ' year' },
];

const milliseconds: Step[] = [
  { from: 0, divisor: 1, suffix: ' ms' },
  { from: 1e3, divisor: 1e3, suffix: ' s' },
  { from: 6e4, divisor: 6e4, suffix: ' min' },
  { from: 36e5, divisor: 36e5, suffix: ' hour' },
  { from: 864e5, divisor: 864e5, suffix: ' day' },
];

const powers = (base: number, first: number, suffixes: string[]): Step[] =>
  suffixes.map((suffix, i) => ({ from: i === 0 ? 0 : base ** (first + i), divisor: base ** (first + i), suffix }));

const si = (unit: string) =>
  powers(
    1000,
    -5,
    ['f', 'p', 'n', 'µ', 'm', '', 'k', 'M', 'G', 'T', 'P'].map((p) => ` ${p}${unit}`)
  );
const binary = (unit: string) =>
  powers(
    1024,
    0,
    ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'].map((p) => ` ${p}${unit}`)
  );
const counts = (unit: string) =>
  powers(
    1000,
    0,
    ['', 'K', 'M', 'B', 'T'].map((p) => `${p}${unit}`)
  );
const fixed = (suffix: string, divisor = 1): Step[] => [{ from: 0, divisor, suffix }];

const families: Record<string, { steps: Step[]; prefix?: string }> = {
  s: { steps: seconds },
  ms: { steps: milliseconds },
  percent: { steps: fixed('%') },
  percentunit: { steps: fixed('%', 0.01) },
  short: { steps: powers(1000, 0, ['', ' K', ' Mil', ' Bil', ' Tri']) },
  none: { steps: fixed('') },
  celsius: { steps: fixed(' °C') },
  bytes: { steps: binary('B') },
  decbytes: { steps: si('B') },
  bits: { steps: binary('b') },
  Bps: { steps: si('B/s') },
  bps: { steps: si('b/s') },
  binBps: { steps: binary('B/s') },
  ops: { steps: counts(' ops/s') },
  reqps: { steps: counts(' req/s') },
  mps: { steps: counts(' msg/s') },
  cps: { steps: counts(' c/s') },
  eps: { steps: counts(' evt/s') },
  currencyUSD: { steps: counts(''), prefix: '$' },
};

const zeroSuffix: Record<string, string> = { s: ' s', decbytes: ' B', Bps: ' B/s', bps: ' b/s' };

/** "suffix:runs" and "prefix:v" are Grafana's way to write a unit that it does not know; other ids are their own suffix. */
function ownWords(unit: string): { steps: Step[]; prefix?: string } {
  const [, kind, word = ''] = /^(suffix|prefix):(.*)$/.exec(unit) ?? [];
  if (kind === 'prefix') {
    return { steps: fixed(''), prefix: word };
  }
  const suffix = kind === undefined ? unit : word.trim();
  return { steps: fixed(suffix === '' ? '' : ` ${suffix}`) };
}

/** The scale on which one value of a unit reads best. */
export function scaleOf(unit: string, value: number): Scale {
  const family = families[unit] ?? ownWords(unit);
  const size = Math.abs(value);
  if (size === 0) {
    return { divisor: 1, prefix: family.prefix ?? '', suffix: zeroSuffix[unit] ?? family.steps[0]?.suffix ?? '' };
  }
  const step = family.steps.findLast((s) => size >= s.from);
  return { divisor: step?.divisor ?? 1, prefix: family.prefix ?? '', suffix: step?.suffix ?? '' };
}

/** What lies further apart than this cannot share a unit and stay readable: 14 ms and 25 min. */
const WIDEST = 2000;

/**
 * The one scale of a column: that of its middle value, so that most of its numbers are short.
 * Null where its values lie so far apart that each must carry its own unit.
 */
export function columnScale(unit: string, values: (number | null)[]): Scale | null {
  if (unit === 'short') {
    return { divisor: 1, prefix: '', suffix: '' }; // counts side by side read better whole than as "8.12 K"
  }
  const sizes = values.filter((v): v is number => v !== null && v !== 0 && Number.isFinite(v)).map(Math.abs);
  sizes.sort((a, b) => a - b);
  const [least = 0] = sizes;
  if ((families[unit]?.steps.length ?? 1) > 1 && (sizes.at(-1) ?? 0) > WIDEST * least) {
    return null;
  }
  return scaleOf(unit, sizes[Math.floor(sizes.length / 2)] ?? 0);
}

/** The unit of a column as its header says it; "" where every number says its own. */
export const unitOf = (scale: Scale | null): string => (scale === null ? '' : (scale.prefix + scale.suffix).trim());

/** A number of a column: on the column's scale, else with its own unit. */
export function inColumn(unit: string, scale: Scale | null, value: number | null): string {
  if (unit === 'short' && value !== null && almostWhole(value)) {
    return count(value);
  }
  return scale === null ? withUnit(unit, value) : onScale(scale, value);
}

/** A number on a scale, without its unit. */
export function onScale(scale: Scale, value: number | null): string {
  if (value === null || !Number.isFinite(value)) {
    return MISSING;
  }
  const scaled = value / scale.divisor;
  if (scale.suffix === '%' && scaled > 99 && scaled < 100) {
    return nearlyAll(scaled);
  }
  return Math.abs(scaled) >= 1000 ? count(scaled) : digits(scaled);
}

/** Of 99.987 % the digits that matter are those of what is missing. */
const nearlyAll = (percent: number): string =>
  String(Number(percent.toFixed(Math.min(6, 1 - Math.floor(Math.log10(100 - percent))))));

/** A number that stands alone, with its unit: "41.2 s", "5.10 mins". */
export function withUnit(unit: string, value: number | null): string {
  if (value === null || !Number.isFinite(value)) {
    return MISSING;
  }
  const scale = scaleOf(unit, value);
  const text = digits(Math.abs(value) / scale.divisor);
  const several = Math.abs(value / scale.divisor) > 1 && / (min|hour|day|week|year)$/.test(scale.suffix) ? 's' : '';
  return `${value < 0 ? '-' : ''}${scale.prefix}${text}${scale.suffix}${several}`;
}

/** A ratio to normal: "5.2x". */
export function times(ratio: number | null): string {
  if (ratio === null || !Number.isFinite(ratio)) {
    return MISSING;
  }
  return `${ratio >= 10 ? ratio.toFixed(0) : ratio.toPrecision(2)}x`;
}

/** A count with thousands apart; counts of Prometheus are extrapolated and can be fractional. */
export const count = (n: number): string => Math.round(n).toLocaleString('en');

/** Increases of counters are extrapolated: 8.01 runs were 8. */
const almostWhole = (v: number): boolean => Math.abs(v) >= 2 && Math.abs(v - Math.round(v)) < 0.002 * Math.abs(v);

/** Grafana's choice of decimals: three significant digits, no decimals for whole numbers. */
function digits(value: number): string {
  if (value === 0) {
    return '0';
  }
  const decimals = Number.isInteger(value) ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(decimals, 20));
}
