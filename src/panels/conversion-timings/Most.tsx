// How are hundreds of conversions shown? The worst of them, and all on request: a row is dozens of elements, and nobody
// reads so many.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import { type ReactNode, useState } from 'react';
import { t } from '../../components/text';
import { byWorst } from './judgement';
import { type JudgedRow } from './Matrix';

export const mostRows = 100;

interface Props {
  rows: JudgedRow[];
  children: (rows: JudgedRow[]) => ReactNode;
}

export function Most({ rows, children }: Props) {
  const styles = useStyles2(getStyles);
  const [all, setAll] = useState(false);
  if (all || rows.length <= mostRows) {
    return children(rows);
  }
  const values = { count: mostRows, of: rows.length };
  return (
    <>
      <p className={styles.notice}>
        {t('conversions.worstOf', 'The worst {{count}} of {{of}} conversions', values)}{' '}
        <Button size="sm" fill="text" onClick={() => setAll(true)}>
          {t('conversions.showAll', 'Show all {{of}}', values)}
        </Button>
      </p>
      {children(worstOf(rows))}
    </>
  );
}

/** In the order of the data, so that nothing moves while a running one grows. */
function worstOf(rows: JudgedRow[]): JudgedRow[] {
  const ranked = rows.map((row) => ({ row, worst: row.cells.filter((cell) => cell !== undefined).sort(byWorst)[0] }));
  ranked.sort((a, b) => (a.worst && b.worst ? byWorst(a.worst, b.worst) : Number(!a.worst) - Number(!b.worst)));
  const shown = new Set(ranked.slice(0, mostRows).map(({ row }) => row));
  return rows.filter((row) => shown.has(row));
}

const getStyles = (theme: GrafanaTheme2) => ({
  notice: css({ margin: theme.spacing(0, 0.75, 0.5), color: theme.colors.text.secondary }),
});
