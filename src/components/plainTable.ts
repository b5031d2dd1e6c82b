// How does a table of the pages look? Rows apart by a line, numbers under each other, headers quiet.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';

export const getTableStyles = (theme: GrafanaTheme2) => ({
  table: css({
    width: '100%',
    fontVariantNumeric: 'tabular-nums',
    '& th': { textAlign: 'left', fontWeight: theme.typography.fontWeightRegular },
    '& thead th': { color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize },
    '& th, & td': { padding: theme.spacing(0.75, 2, 0.75, 0), whiteSpace: 'nowrap', verticalAlign: 'top' },
    '& tbody tr': { borderTop: `1px solid ${theme.colors.border.weak}` },
  }),
  /** What may take more than one line. */
  name: css({ whiteSpace: 'normal !important' as 'normal', minWidth: 150, overflowWrap: 'anywhere' }),
  quiet: css({
    display: 'block',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    whiteSpace: 'normal',
  }),
  number: css({ textAlign: 'right !important' as 'right' }),
  sentence: css({ ...theme.typography.h3, margin: 0, overflowWrap: 'anywhere' }),
});
