// How does one step of the set-up look? Numbered, ticked off by itself when it is done.
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import { type ReactNode, useId } from 'react';
import { t } from '../../components/text';

interface Props {
  number: number;
  title: string;
  done: boolean;
  children: ReactNode;
}

export function Step({ number, title, done, children }: Props) {
  const styles = useStyles2(getStyles);
  const id = useId();
  return (
    <section className={styles.step} aria-labelledby={id}>
      <span className={cx(styles.mark, done && styles.done)} aria-hidden="true">
        {done ? <Icon name="check" /> : number}
      </span>
      <div className={styles.content}>
        <h2 id={id} className={styles.title}>
          {title}
          {done && <span className={styles.word}> {t('setup.done', 'done')}</span>}
        </h2>
        {children}
      </div>
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  step: css({
    display: 'grid',
    gridTemplateColumns: '32px 1fr',
    gap: theme.spacing(1.5),
    padding: theme.spacing(2, 0),
    borderTop: `1px solid ${theme.colors.border.weak}`,
  }),
  mark: css({
    width: 28,
    height: 28,
    borderRadius: '50%',
    display: 'grid',
    placeItems: 'center',
    border: `1px solid ${theme.colors.border.strong}`,
    color: theme.colors.text.secondary,
  }),
  done: css({ color: theme.colors.success.text, borderColor: theme.colors.success.border }),
  content: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1.5), minWidth: 0 }),
  title: css({ ...theme.typography.h4, margin: 0 }),
  word: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
