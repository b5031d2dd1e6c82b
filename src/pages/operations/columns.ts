// What stands in the columns of the table, in words?
import { formatCount, formatPercent, formatRatio, formatSeconds } from '../../components/numbers';
import { t } from '../../components/text';
import { tierWord } from '../../components/tiers';
import { type SortKey } from './filter';
import { type Row } from './rows';

export interface Column {
  key: SortKey;
  title: string;
  /** Width in a grid. */
  width: string;
  number?: boolean;
  /** It gives way on a narrow screen. */
  minor?: boolean;
}

export function columns(): Column[] {
  return [
    { key: 'ratio', title: t('operations.ratio', 'To normal'), width: '260px' },
    { key: 'name', title: t('operations.name', 'Operation'), width: 'minmax(220px, 2fr)' },
    { key: 'p95', title: t('operations.p95', 'p95 now'), width: '90px', number: true },
    { key: 'normal', title: t('operations.normal', 'Normal p95'), width: '240px', number: true, minor: true },
    { key: 'requests', title: t('operations.requests', 'Requests'), width: '90px', number: true, minor: true },
    { key: 'confidence', title: t('operations.confidence', 'Confidence'), width: '100px', number: true, minor: true },
    { key: 'state', title: t('operations.state', 'Baseline'), width: '110px', minor: true },
  ];
}

export const unknown = '–';

export function ratioText(row: Row): string {
  if (row.ratio === undefined) {
    return unknown;
  }
  // "1.3x normal" would read as a multiple.
  return row.tier === 0 ? formatRatio(row.ratio) : `${formatRatio(row.ratio)} ${tierWord(row.tier)}`;
}

/** "193 ms (180–205 ms)": the 95 % interval of what was learned, where one is known. */
export function normalText({ normal, normalLow, normalHigh }: Row): string {
  if (normal === undefined) {
    return unknown;
  }
  const interval =
    normalLow === undefined || normalHigh === undefined
      ? ''
      : ` (${formatSeconds(normalLow)}–${formatSeconds(normalHigh)})`;
  return `${formatSeconds(normal)}${interval}`;
}

export const secondsText = (value: number | undefined) => (value === undefined ? unknown : formatSeconds(value));
export const countText = (value: number | undefined) =>
  value === undefined ? unknown : formatCount(Math.round(value));
export const percentText = (value: number | undefined) => (value ? formatPercent(value) : unknown);
