// How are ten thousand operations shown without a stall? Only the rows that can be seen exist.
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Checkbox, Icon, useStyles2 } from '@grafana/ui';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { t } from '../../components/text';
import { toggled } from '../../components/toggled';
import { areDurations } from '../../components/unit';
import { columns, steps, templateFrom } from './columns';
import { type Filter, type SortKey } from './filter';
import { OperationRow } from './OperationRow';
import { type Row } from './rows';

interface Props {
  rows: Row[];
  filter: Filter;
  source: string;
  onSort: (sort: SortKey, ascending: boolean) => void;
  chosen: ReadonlySet<string>;
  onChoose: (chosen: ReadonlySet<string>) => void;
}

const rowHeight = 44;

export function OperationTable({ rows, filter, source, onSort, chosen, onChoose }: Props) {
  const styles = useStyles2(getStyles);
  const frame = useRef<HTMLDivElement>(null);
  const shownColumns = useMemo(() => columns(areDurations(rows)), [rows]);
  const giveWay = useMemo(
    () => ({ [steps.widest]: styles.widest, [steps.wide]: styles.wide, [steps.middle]: styles.middle }),
    [styles]
  );
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing here is compiled for memory
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  return (
    <div
      ref={frame}
      className={styles.frame}
      role="table"
      aria-rowcount={rows.length + 1}
      tabIndex={0}
      aria-label={t('operations.table', 'operations')}
    >
      <div role="rowgroup" className={styles.head}>
        <div role="row" className={cx(styles.row, styles.headRow)} aria-rowindex={1}>
          <div role="columnheader">
            <Checkbox
              aria-label={t('operations.chooseAll', 'Choose all that are found')}
              value={rows.length > 0 && rows.every(({ id }) => chosen.has(id))}
              indeterminate={rows.some(({ id }) => chosen.has(id)) && !rows.every(({ id }) => chosen.has(id))}
              onChange={(event) => onChoose(new Set(event.currentTarget.checked ? rows.map(({ id }) => id) : []))}
            />
          </div>
          {shownColumns.map(({ key, title, number, from }) => {
            const sorted = filter.sort === key;
            const direction = filter.ascending ? 'ascending' : 'descending';
            return (
              <div
                key={key}
                role="columnheader"
                aria-sort={sorted ? direction : 'none'}
                className={cx(number && styles.number, from !== undefined && giveWay[from])}
              >
                <button
                  type="button"
                  className={styles.sort}
                  onClick={() => onSort(key, sorted ? !filter.ascending : key === 'name' || key === 'state')}
                >
                  {title}
                  {sorted && <Icon name={filter.ascending ? 'arrow-up' : 'arrow-down'} size="sm" />}
                </button>
              </div>
            );
          })}
        </div>
      </div>
      <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map(({ index, start, size }) => {
          const row = rows[index];
          return (
            row && (
              <div
                key={row.id}
                role="row"
                aria-rowindex={index + 2}
                className={cx(styles.row, styles.bodyRow)}
                style={{ height: size, transform: `translateY(${start}px)` }}
              >
                <div role="cell">
                  <Checkbox
                    aria-label={t('operations.choose', 'Choose {{name}}', { name: row.name })}
                    value={chosen.has(row.id)}
                    onChange={() => onChoose(toggled(chosen, row.id))}
                  />
                </div>
                <OperationRow row={row} source={source} giveWay={giveWay} />
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}

const choice = '20px';
const headHeight = 36;
const narrowerThan = (width: number) => `@container operations (max-width: ${width - 1}px)`;

const getStyles = (theme: GrafanaTheme2) => ({
  frame: css({
    container: 'operations / inline-size',
    flex: 1,
    minHeight: 320,
    maxHeight: 'calc(100vh - 220px)',
    overflow: 'auto',
    scrollPaddingTop: headHeight, // what gets the focus is not below the head
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    fontVariantNumeric: 'tabular-nums',
  }),
  head: css({ position: 'sticky', top: 0, zIndex: 1, background: theme.colors.background.primary }),
  row: css({
    display: 'grid',
    gridTemplateColumns: `${choice} ${templateFrom(columns(), steps.widest)}`,
    columnGap: theme.spacing(1.5),
    alignItems: 'center',
    padding: theme.spacing(0, 1.5),
    [narrowerThan(steps.widest)]: { gridTemplateColumns: `${choice} ${templateFrom(columns(), steps.wide)}` },
    [narrowerThan(steps.wide)]: { gridTemplateColumns: `${choice} ${templateFrom(columns(), steps.middle)}` },
    [narrowerThan(steps.middle)]: { gridTemplateColumns: `${choice} ${templateFrom(columns(), 0)}` },
  }),
  headRow: css({ height: headHeight, borderBottom: `1px solid ${theme.colors.border.medium}` }),
  bodyRow: css({
    position: 'absolute',
    top: 0,
    left: 0,
    width: '100%',
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    '&:hover, &:focus-within': { background: theme.colors.action.hover },
  }),
  number: css({ textAlign: 'right' }),
  // Twice as certain as the class of the cell itself, which may say how its content is laid out.
  widest: css({ [narrowerThan(steps.widest)]: { '&&': { display: 'none' } } }),
  wide: css({ [narrowerThan(steps.wide)]: { '&&': { display: 'none' } } }),
  middle: css({ [narrowerThan(steps.middle)]: { '&&': { display: 'none' } } }),
  sort: css({
    background: 'none',
    border: 0,
    padding: 0,
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
