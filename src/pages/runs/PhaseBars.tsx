// Where does the time of a command go, before and now? Its phases stacked, both bars on one scale.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { formatSeconds } from '../../components/numbers';
import { t } from '../../components/text';
import { type Compared } from './answers';
import { type Command, commandsOf, sum } from './phases';

export function PhaseBars({ operations }: { operations: Compared[] }) {
  const styles = useStyles2(getStyles);
  const commands = commandsOf(operations);
  return (
    <>
      {commands.map((command) => (
        <figure key={command.name} className={styles.figure}>
          <figcaption>{t('runs.phases', 'Phases of {{name}}', { name: command.name })}</figcaption>
          <Bar command={command} which="before" label={t('runs.phaseBefore', 'before')} />
          <Bar command={command} which="now" label={t('runs.phaseNow', 'now')} />
        </figure>
      ))}
    </>
  );
}

function Bar({ command, which, label }: { command: Command; which: 'before' | 'now'; label: string }) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const colors = theme.visualization.palette;
  return (
    <div className={styles.row}>
      <span className={styles.label}>
        {label} {formatSeconds(sum(command.phases, which))}
      </span>
      <div className={styles.bar}>
        {command.phases.map((phase, index) => {
          const text = `${phase.name} ${formatSeconds(phase[which])}`;
          return (
            <span
              key={phase.name}
              title={text}
              className={styles.part}
              style={{
                width: `${(100 * phase[which]) / (command.longest || 1)}%`,
                borderColor: theme.visualization.getColorByName(colors[index % colors.length] ?? 'blue'),
              }}
            >
              {text}
            </span>
          );
        })}
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  figure: css({ margin: 0, display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5), minWidth: 0 }),
  row: css({ display: 'flex', gap: theme.spacing(1), alignItems: 'center', minWidth: 0 }),
  label: css({ width: 130, flex: 'none', color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' }),
  bar: css({ display: 'flex', flex: 1, minWidth: 0 }),
  part: css({
    borderTop: '4px solid',
    background: theme.colors.background.secondary,
    padding: theme.spacing(0.25, 0.5),
    fontSize: theme.typography.bodySmall.fontSize,
    overflow: 'hidden',
    whiteSpace: 'nowrap',
    textOverflow: 'ellipsis',
  }),
});
