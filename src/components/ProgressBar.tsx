// How far is it? A bar that says its number to whoever does not see it.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

/** `share` is 0..1. */
export function ProgressBar({ share, label }: { share: number; label: string }) {
  const styles = useStyles2(getStyles);
  const percent = Math.round(share * 100);
  return (
    <div
      className={styles.track}
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <div className={styles.done} style={{ width: `${share * 100}%` }} />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  track: css({ height: 4, marginTop: theme.spacing(0.5), background: theme.colors.background.secondary }),
  done: css({ height: '100%', background: theme.colors.primary.main }),
});
