// In which unit is a metric? Those of Grafana that are common, and what a name says by the conventions of Prometheus.
import { t } from '../../components/text';
import { type Direction, type Kind } from './definition';

export interface UnitOption {
  value: string;
  label: string;
}

const times = ['s', 'ms', 'µs', 'ns', 'm', 'h', 'd'];

/** Times are kept in seconds, all else as it is. */
export const isTime = (unit: string) => times.includes(unit);

const ends: Array<[end: RegExp, unit: string]> = [
  [/_seconds$/, 's'],
  [/_(ms|millis|milliseconds)$/, 'ms'],
  [/_(us|micros|microseconds)$/, 'µs'],
  [/_(ns|nanos|nanoseconds)$/, 'ns'],
  [/_minutes$/, 'm'],
  [/_hours$/, 'h'],
  [/_days$/, 'd'],
  [/_bytes$/, 'bytes'],
  [/_ratio$/, 'percentunit'],
  [/_percent$/, 'percent'],
  [/_celsius$/, 'celsius'],
];

const unitNamed = (metric: string) => ends.find(([end]) => end.test(metric))?.[1];

/** The unit of a counter's rate: of seconds per second there is none. */
function rateBy(metric: string): string {
  const counted = metric.replace(/_total$/, '');
  const unit = unitNamed(counted);
  return unit === 'bytes' ? 'binBps' : unit !== undefined ? 'short' : /requests?$/.test(counted) ? 'reqps' : 'cps';
}

/** The unit of a metric by its name; without a word in it a duration is in seconds, a level a plain number. */
export function unitBy(metric: string, kind: Kind): string {
  if (kind === 'counter') {
    return rateBy(metric);
  }
  const unit = unitNamed(metric) ?? (kind === 'level' ? 'short' : 's');
  return kind === 'gauge' && !isTime(unit) ? 's' : unit;
}

/** What is better by the name of a metric: of failures less, of what else a counter counts neither. */
export const directionBy = (metric: string, kind: Kind): Direction =>
  kind === 'counter' && !/error|fail|drop|lost|retr[iy]|timeout|reject|restart|throttl|evict|exceed/i.test(metric)
    ? 'neither'
    : 'less';

/** What a gauge tells by its name: how long the last run took, or nearly always its value at any time. */
export function gaugeBy(metric: string): 'gauge' | 'level' {
  const unit = unitNamed(metric);
  const ofRun = /last_(run|duration)/.test(metric) || (unit !== undefined && /_duration_[a-z]+$/.test(metric));
  return ofRun && isTime(unit ?? 's') ? 'gauge' : 'level';
}

/** Those that a person chooses from; the duration of a run is a time. */
export function unitsOf(kind: Kind): UnitOption[] {
  const ofTime = [
    { value: 's', label: t('own.seconds', 'seconds') },
    { value: 'ms', label: t('own.milliseconds', 'milliseconds') },
    { value: 'µs', label: t('own.microseconds', 'microseconds') },
    { value: 'ns', label: t('own.nanoseconds', 'nanoseconds') },
    { value: 'm', label: t('own.minutes', 'minutes') },
    { value: 'h', label: t('own.hours', 'hours') },
    { value: 'd', label: t('own.days', 'days') },
  ];
  if (kind === 'gauge') {
    return ofTime;
  }
  return [
    ...ofTime,
    { value: 'bytes', label: t('own.bytes', 'bytes (IEC)') },
    { value: 'percent', label: t('own.percent', 'percent (0-100)') },
    { value: 'percentunit', label: t('own.percentUnit', 'percent (0.0-1.0)') },
    { value: 'short', label: t('own.number', 'number') },
    { value: 'reqps', label: t('own.requestsPerSecond', 'requests/s') },
    { value: 'ops', label: t('own.operationsPerSecond', 'operations/s') },
    { value: 'cps', label: t('own.countsPerSecond', 'counts/s') },
    { value: 'binBps', label: t('own.bytesPerSecond', 'bytes/s (IEC)') },
    { value: 'celsius', label: t('own.celsius', '°C') },
  ];
}
