// How is a number written? By Grafana's own formatters, as on every other panel.
import { formattedValueToString, getValueFormat, intervalToAbbreviatedDurationString } from '@grafana/data';
import { t } from './text';
import { unitOrSeconds } from './unit';

const seconds = getValueFormat('s');
const percent = getValueFormat('percentunit');
const plain = getValueFormat('short');

export const formatSeconds = (value: number) => formattedValueToString(seconds(value));

/** A value of an operation in its unit, one of Grafana's. An availability of 99.99 % does not read as all of it. */
export function formatValue(value: number, unit?: string): string {
  const share = unit === 'percent' ? value / 100 : unit === 'percentunit' ? value : 0;
  return share > 0.99 && share < 1
    ? formatPercent(share)
    : formattedValueToString(getValueFormat(unitOrSeconds(unit))(value));
}

/** "2.1x": one decimal below 10, none above and none for whole numbers; what is a little does not read as nothing. */
export function formatRatio(value: number): string {
  const decimals =
    value > 0 && value < 0.095
      ? leadingDecimal(value)
      : value < 9.95 && Math.abs(value - Math.round(value)) >= 0.05
        ? 1
        : 0;
  return `${formattedValueToString(getValueFormat('none')(value, decimals))}x`;
}

/** A setting in seconds keeps its unit: "60 s → 70 s" reads better than "1 min → 1.17 mins". */
export const formatWholeSeconds = (value: number) =>
  value < 600 ? formattedValueToString(getValueFormat('suffix:s')(value)) : formatSeconds(value);

/** What is nearly all does not read as all of it, and what is a little not as nothing. */
export const formatPercent = (value: number) => formattedValueToString(percent(value, percentDecimals(value)));

function percentDecimals(share: number): number {
  if (share > 0 && share < 0.01) {
    return leadingDecimal(100 * share);
  }
  if (share <= 0.99 || share >= 1) {
    return 0;
  }
  // 99.96 is written with the two decimals that tell it from 100, 99.6 with one.
  return Math.max(1, Math.min(6, 1 + Math.floor(-Math.log10(200 * (1 - share)))));
}

/** At which decimal a number below 1 begins. */
const leadingDecimal = (value: number) => Math.min(6, Math.ceil(-Math.log10(value)));

const bytes = getValueFormat('bytes');

/** Memory is told in binary multiples, as on the dashboards: what D5 calls 45 MB are 47185920 bytes (D5 l.360). */
export const formatMemory = (value: number) => formattedValueToString(bytes(value));

export const formatCount = (value: number) => formattedValueToString(plain(value));

/** How long something has lasted, "3h 12m"; seconds only below an hour, minutes only below a day. */
export function formatElapsed(milliseconds: number): string {
  const grain = milliseconds >= 86_400_000 ? 3_600_000 : milliseconds >= 3_600_000 ? 60_000 : 1000;
  return abbreviated(milliseconds, grain);
}

/** How long ago something was, "51m": nobody counts its seconds. */
export function formatAgo(milliseconds: number): string {
  const grain = milliseconds >= 86_400_000 ? 3_600_000 : milliseconds >= 60_000 ? 60_000 : 1000;
  return abbreviated(milliseconds, grain);
}

function abbreviated(milliseconds: number, grain: number): string {
  const end = Math.floor(milliseconds / grain) * grain;
  return end < 1000
    ? t('elapsed.now', 'a moment')
    : intervalToAbbreviatedDurationString({ start: new Date(0), end: new Date(end) });
}
