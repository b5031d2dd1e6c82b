// How do all conversions do, at every size? The whole matrix, or one size of it where there is no room.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { RadioButtonGroup, useStyles2 } from '@grafana/ui';
import { useState } from 'react';
import { HiddenLabel } from '../../components/HiddenLabel';
import { t } from '../../components/text';
import { tierWord } from '../../components/tiers';
import { Cell, type CellProps } from './Cell';
import { byWorst, type Judged } from './judgement';
import { nameWidth } from './layout';
import { cellName, conversionName } from './sentence';

interface JudgedRow {
  system: string;
  from: string;
  to: string;
  more: string;
  cells: Array<Judged | undefined>;
}

interface Props extends Omit<CellProps, 'cell' | 'name'> {
  rows: JudgedRow[];
  sizes: string[];
  severalSystems: boolean;
  /** Of the panel, in pixels. */
  width: number;
}

export function Matrix({ rows, sizes, severalSystems, width, ...cellProps }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <table className={styles.table} aria-label={t('conversions.title', 'Conversions')}>
      <colgroup>
        <col style={{ width: nameWidth(width) }} />
      </colgroup>
      {sizes.some(Boolean) && (
        <thead>
          <tr>
            <th scope="col">
              <HiddenLabel text={t('conversions.conversion', 'Conversion')} />
            </th>
            {sizes.map((size) => (
              <th key={size} scope="col" className={styles.size}>
                {sizeWord(size)}
              </th>
            ))}
          </tr>
        </thead>
      )}
      <tbody>
        {rows.map((row) => {
          const name = conversionName(row, severalSystems);
          return (
            <tr key={name} className={styles.row}>
              <th scope="row" className={styles.name} title={name}>
                <span className={styles.twoLines}>{name}</span>
              </th>
              {row.cells.map((cell, index) => (
                <td key={sizes[index]} className={styles.cell}>
                  {cell ? (
                    <Cell {...cellProps} cell={cell} name={cellName(cell, severalSystems)} />
                  ) : (
                    <span className={styles.none}>{t('conversions.cellNone', 'not measured')}</span>
                  )}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Beside sizes, what has none has a word for that: a column and a button need a name. */
const sizeWord = (size: string) => size || t('conversions.noSize', 'no size');

/** One conversion per line; the size is a switch that starts at the worst one. */
export function List({ rows, sizes, ...props }: Props) {
  const styles = useStyles2(getStyles);
  const [chosen, setChosen] = useState<string>();
  const cells = rows.flatMap((row) => row.cells.filter((cell) => cell !== undefined)).sort(byWorst);
  const size = chosen !== undefined && sizes.includes(chosen) ? chosen : (cells[0]?.size ?? sizes[0] ?? '');
  const worstOf = (of: string) => cells.find((cell) => cell.size === of);
  const options = sizes.map((value) => {
    const tier = worstOf(value)?.worstTier ?? 0;
    return { value, label: tier > 0 ? `${sizeWord(value)} (${tierWord(tier)})` : sizeWord(value) };
  });
  const only = rows.map((row) => ({ ...row, cells: [row.cells[sizes.indexOf(size)]] }));
  return (
    <>
      {sizes.length > 1 && (
        <div className={styles.switch}>
          <RadioButtonGroup
            size="sm"
            aria-label={t('conversions.size', 'Size')}
            options={options}
            value={size}
            onChange={setChosen}
          />
        </div>
      )}
      <Matrix {...props} rows={only} sizes={['']} />
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({ width: '100%', tableLayout: 'fixed', borderCollapse: 'collapse' }),
  row: css({ borderTop: `1px solid ${theme.colors.border.weak}` }),
  size: css({
    padding: theme.spacing(0, 0.75, 0.25),
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightRegular,
    color: theme.colors.text.secondary,
  }),
  name: css({
    paddingRight: theme.spacing(1),
    fontWeight: theme.typography.fontWeightRegular,
    overflowWrap: 'anywhere',
  }),
  twoLines: css({ display: '-webkit-box', WebkitBoxOrient: 'vertical', WebkitLineClamp: 2, overflow: 'hidden' }),
  cell: css({ padding: 0, overflow: 'hidden', verticalAlign: 'top' }),
  none: css({ padding: theme.spacing(0.75), color: theme.colors.text.disabled }),
  switch: css({ padding: theme.spacing(0, 0, 0.5) }),
});
