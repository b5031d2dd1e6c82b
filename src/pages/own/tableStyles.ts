// How does a plain table of these pages look? As the other lists: lines between rows, numbers at their right edge.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';

export const tableStyles = (theme: GrafanaTheme2) => ({
  frame: css({ overflowX: 'auto' }),
  table: css({
    width: '100%',
    borderCollapse: 'collapse',
    'th, td': {
      textAlign: 'left',
      verticalAlign: 'top',
      padding: theme.spacing(1),
      borderBottom: `1px solid ${theme.colors.border.weak}`,
      fontVariantNumeric: 'tabular-nums',
    },
    'thead th': {
      color: theme.colors.text.secondary,
      fontWeight: theme.typography.fontWeightMedium,
      whiteSpace: 'nowrap',
    },
    'tbody th': { fontWeight: theme.typography.fontWeightRegular, overflowWrap: 'anywhere', minWidth: 160 },
  }),
  number: css({ textAlign: 'right !important' as 'right', whiteSpace: 'nowrap' }),
  quiet: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  actions: css({ whiteSpace: 'nowrap' }),
});
