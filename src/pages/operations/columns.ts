// What stands in the columns of the table, in words?
import { formatCount, formatPercent, formatRatio, formatValue } from '../../components/numbers';
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
  /** It gives way where the table is narrower than so many pixels. */
  from?: number;
}

/** Widths of the table, not of the window: Grafana's menu beside it takes room or not. */
export const steps = { widest: 1180, wide: 900, middle: 680 };
/** Below the middle width the ratio stands without its mark. */
const narrowRatio = '100px';

/** What is no duration is not made of requests: where one is listed the column has a name for both. */
export function columns(durations = true): Column[] {
  const { widest, wide, middle } = steps;
  const requests = durations ? t('operations.requests', 'Requests') : t('operations.values', 'Values');
  const now = durations ? t('operations.p95', 'p95 now') : t('operations.now', 'Now');
  const normal = durations ? t('operations.normal', 'Normal p95') : t('operations.normalOf', 'Normal');
  return [
    { key: 'ratio', title: t('operations.ratio', 'To normal'), width: '240px' },
    { key: 'name', title: t('operations.name', 'Operation'), width: 'minmax(120px, 1fr)' },
    { key: 'p95', title: now, width: '80px', number: true, from: middle },
    { key: 'normal', title: normal, width: '130px', number: true, from: middle },
    { key: 'requests', title: requests, width: '80px', number: true, from: wide },
    { key: 'confidence', title: t('operations.confidence', 'Confidence'), width: '90px', number: true, from: wide },
    { key: 'state', title: t('operations.state', 'Baseline'), width: '90px', from: wide },
    { key: 'violations', title: t('operations.week', 'Last 7 days'), width: '110px', from: widest },
  ];
}

/** The columns of a grid that is at least so wide. */
export const templateFrom = (all: Column[], width: number) =>
  all
    .filter(({ from = 0 }) => from <= width)
    .map((column) => (column.key === 'ratio' && width < steps.middle ? narrowRatio : column.width))
    .join(' ');

export const unknown = '–';

export function ratioText(row: Row): string {
  if (row.ratio === undefined) {
    return unknown;
  }
  // "1.3x normal" would read as a multiple.
  return row.tier === 0 ? formatRatio(row.ratio) : `${formatRatio(row.ratio)} ${tierWord(row.tier)}`;
}

/** "180 ms–205 ms": the 95 % interval of what was learned; empty where none is known. */
export const intervalText = ({ normalLow, normalHigh, unit }: Row) =>
  normalLow === undefined || normalHigh === undefined
    ? ''
    : `${formatValue(normalLow, unit)}–${formatValue(normalHigh, unit)}`;

/** "193 ms (180 ms–205 ms)" */
export function normalText(row: Row): string {
  const interval = intervalText(row);
  return row.normal === undefined ? unknown : `${formatValue(row.normal, row.unit)}${interval && ` (${interval})`}`;
}

export const valueText = (value: number | undefined, unit: string | undefined) =>
  value === undefined ? unknown : formatValue(value, unit);
export const countText = (value: number | undefined) =>
  value === undefined ? unknown : formatCount(Math.round(value));
export const percentText = (value: number | undefined) => (value ? formatPercent(value) : unknown);
