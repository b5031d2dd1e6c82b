// How many are chosen of a list, and what can be done with them?
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, Stack, useStyles2 } from '@grafana/ui';
import { type ReactNode } from 'react';
import { plural, t } from '../components/text';

interface Props {
  count: number;
  /** By what they are chosen, or of what. */
  chooser: ReactNode;
  onClear: () => void;
  /** What can be done with them. */
  children: ReactNode;
}

export function ChosenRow({ count, chooser, onClear, children }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.row}>
      {chooser}
      {count > 0 && (
        <Stack direction="row" gap={1} wrap="wrap" alignItems="center">
          <strong role="status">{plural('bulk.chosen', '{{count}} chosen', '{{count}} chosen', count)}</strong>
          {children}
          <Button size="sm" variant="secondary" fill="text" icon="times" onClick={onClear}>
            {t('bulk.clear', 'Choose none')}
          </Button>
        </Stack>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  // As high as with its buttons: what is chosen does not move away from the pointer.
  row: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5, 2), alignItems: 'center', minHeight: 24 }),
});
