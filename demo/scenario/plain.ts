/**
 * What do gauges and counters show that are no durations? Each is a function of
 * the moment; a counter's function is its increase per second.
 */
import type { Conditions } from './faults';
import type { Labels } from './stream';

export interface Moment {
  /** Seconds since 1970. */
  t: number;
  /** Seconds since the moment before. */
  step: number;
  conditions: Conditions;
  /** Autocorrelated standard normal noise of a key. */
  noise(key: string): number;
}

export interface PlainSeries {
  labels: Labels;
  /** NaN: there is no such series at the moment. */
  value(now: Moment): number;
}

export interface PlainMetric {
  name: string;
  help: string;
  /** raw: a counter whose function gives its value, not its increase. */
  type: 'gauge' | 'counter' | 'raw';
  series: readonly PlainSeries[];
}

type Value = (now: Moment) => number;

/** A metric of one series. */
export function gauge(name: string, help: string, value: Value, labels: Labels = {}): PlainMetric {
  return { name, help, type: 'gauge', series: [{ labels, value }] };
}

export function counter(name: string, help: string, perSecond: Value, labels: Labels = {}): PlainMetric {
  return { name, help, type: 'counter', series: [{ labels, value: perSecond }] };
}

/** A metric with one series per key of a table. */
export function family<K>(
  type: PlainMetric['type'],
  name: string,
  help: string,
  keys: readonly K[],
  labels: (key: K) => Labels,
  value: (key: K, now: Moment) => number
): PlainMetric {
  return { name, help, type, series: keys.map((key) => ({ labels: labels(key), value: (now) => value(key, now) })) };
}

/** A value that wanders by a relative standard deviation. */
export function wandering(now: Moment, key: string, relativeSd = 0.05): number {
  return Math.exp(relativeSd * now.noise(key));
}
