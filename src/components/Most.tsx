// How are hundreds of rows shown in a panel? The worst of them, and all on request: a row is dozens of elements, and nobody
// reads so many.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import { type ReactNode, useMemo, useState } from 'react';
import { t } from './text';

export const mostRows = 100;

interface Props<Row> {
  rows: Row[];
  byWorst: (a: Row, b: Row) => number;
  /** What is said where not all are shown: "The worst 100 of 240 conversions". */
  notice: (values: { count: number; of: number }) => string;
  children: (rows: Row[]) => ReactNode;
}

export function Most<Row>({ rows, byWorst, notice, children }: Props<Row>) {
  const styles = useStyles2(getStyles);
  const [all, setAll] = useState(false);
  const tooMany = !all && rows.length > mostRows;
  const shown = useMemo(() => (tooMany ? worstOf(rows, byWorst) : rows), [tooMany, rows, byWorst]);
  return (
    <>
      {tooMany && (
        <p className={styles.notice}>
          {notice({ count: mostRows, of: rows.length })}{' '}
          <Button size="sm" fill="text" onClick={() => setAll(true)}>
            {t('most.showAll', 'Show all {{of}}', { of: rows.length })}
          </Button>
        </p>
      )}
      {children(shown)}
    </>
  );
}

/** In the order that they came in, so that nothing moves while a running one grows. */
function worstOf<Row>(rows: Row[], byWorst: (a: Row, b: Row) => number): Row[] {
  const worst = new Set([...rows].sort(byWorst).slice(0, mostRows));
  return rows.filter((row) => worst.has(row));
}

const getStyles = (theme: GrafanaTheme2) => ({
  notice: css({ margin: theme.spacing(0, 0.75, 0.5), color: theme.colors.text.secondary }),
});
