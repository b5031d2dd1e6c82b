// Is the breaker set as its history recommends? The setting, what would be better, and the evidence on demand.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, Toggletip, useStyles2 } from '@grafana/ui';
import { formatCount, formatWholeSeconds } from '../../components/numbers';
import { t } from '../../components/text';
import { type Breaker, differs, type Setting } from './model';

export function Settings({ breaker }: { breaker: Breaker }) {
  const styles = useStyles2(getStyles);
  const { threshold, timeout, evidence, emit } = breaker;
  const known = [threshold?.now, threshold?.recommended, timeout?.now, timeout?.recommended];
  if (emit && (breaker.state === 'unknown' || known.every((value) => value === undefined))) {
    return <Evidence label={t('breakers.emit', 'what to emit')} title={breaker.name} text={emit} />;
  }
  const changes = [
    differs(threshold) && change(t('breakers.threshold', 'threshold'), threshold, formatCount),
    differs(timeout) && change(t('breakers.recovery', 'recovery'), timeout, formatWholeSeconds),
  ].filter((text) => text !== false);
  if (changes.length > 0) {
    const label = t('breakers.recommended', '{{changes}} recommended', { changes: changes.join(', ') });
    return (
      <Evidence
        label={label}
        title={breaker.name}
        text={evidence ?? t('breakers.noEvidence', 'No reason was given.')}
      />
    );
  }
  const set = [
    threshold?.now !== undefined && `${t('breakers.threshold', 'threshold')} ${formatCount(threshold.now)}`,
    timeout?.now !== undefined && `${t('breakers.recovery', 'recovery')} ${formatWholeSeconds(timeout.now)}`,
  ].filter(Boolean);
  return <span className={styles.quiet}>{set.join(', ')}</span>;
}

/** "threshold 5 → 6"; without a known setting only what is recommended. */
function change(word: string, setting: Setting | undefined, format: (value: number) => string): string {
  const to = format(setting?.recommended ?? 0);
  return setting?.now === undefined ? `${word} ${to}` : `${word} ${format(setting.now)} → ${to}`;
}

function Evidence({ label, title, text }: { label: string; title: string; text: string }) {
  const styles = useStyles2(getStyles);
  return (
    <Toggletip title={title} content={<p className={styles.text}>{text}</p>} placement="left-start">
      <button type="button" className={styles.button}>
        {label}
        <Icon name="info-circle" size="sm" />
      </button>
    </Toggletip>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  quiet: css({ color: theme.colors.text.secondary }),
  text: css({ margin: 0, maxWidth: 360, overflowWrap: 'anywhere' }),
  button: css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    padding: 0,
    border: 'none',
    background: 'none',
    color: theme.colors.text.link,
    textAlign: 'left',
    '&:hover': { textDecoration: 'underline' },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 2 },
  }),
});
