// How is each breaker? One line each; where there is no room, its timeline goes below it or away.
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2, type LinkModel } from '@grafana/data';
import { DataLinksContextMenu, useStyles2 } from '@grafana/ui';
import { memo } from 'react';
import { formatCount } from '../../components/numbers';
import { plural, t } from '../../components/text';
import { LastTrip, Lasting } from './Clock';
import { type Breaker } from './model';
import { Settings } from './Settings';
import { StateMark } from './StateMark';
import { furtherWord, stateWord } from './states';
import { Axis, Timeline, type TimelineProps } from './Timeline';

/** wide: one line; stacked: the timeline below; compact: name and state only. */
export type Room = 'wide' | 'stacked' | 'compact';

export const roomFor = (width: number): Room => (width >= 900 ? 'wide' : width >= 340 ? 'stacked' : 'compact');

interface Props extends TimelineProps {
  breakers: Breaker[];
  room: Room;
  width: number;
  showTimeline: boolean;
  showSettings: boolean;
  linksOf: (breaker: Breaker) => LinkModel[];
}

/** Drawn again when its data or the range changes, not with every second of the panel's clock. */
export const Rows = memo(function Rows(props: Props) {
  const { breakers, room, width, showTimeline, timeRange, timeZone } = props;
  const styles = useStyles2(getStyles);
  const wide = room === 'wide';
  const timeline = showTimeline && room !== 'compact';
  return (
    <div className={cx(wide && styles.wide, styles.grid)}>
      <ul className={cx(wide && styles.wideList, styles.list)} aria-label={t('breakers.list', 'Circuit breakers')}>
        {breakers.map((breaker) => (
          <Row key={breaker.key} {...props} breaker={breaker} />
        ))}
      </ul>
      {timeline && (
        <div className={cx(styles.axis, wide && styles.wideAxis)}>
          <Axis timeRange={timeRange} timeZone={timeZone} width={wide ? width * 0.4 : width} />
        </div>
      )}
    </div>
  );
});

function Row({ breaker, ...props }: Props & { breaker: Breaker }) {
  const { room, showSettings, showTimeline, timeRange, timeZone, pointer } = props;
  const styles = useStyles2(getStyles);
  const timeline = showTimeline && room !== 'compact' && <Timeline {...{ breaker, timeRange, timeZone, pointer }} />;
  const words = (
    <>
      <Figures breaker={breaker} />
      {showSettings && <Settings breaker={breaker} />}
    </>
  );
  const first = (
    <>
      <Name breaker={breaker} links={props.linksOf(breaker)} />
      <StateCell breaker={breaker} />
    </>
  );
  if (room === 'wide') {
    return (
      <li className={styles.wideRow}>
        {first}
        {timeline}
        {words}
      </li>
    );
  }
  return (
    <li className={styles.row}>
      <div className={styles.line}>
        {first}
        {room === 'stacked' && words}
      </div>
      {timeline}
    </li>
  );
}

function Name({ breaker, links }: { breaker: Breaker; links: LinkModel[] }) {
  const styles = useStyles2(getStyles);
  const [only] = links;
  if (!only) {
    return (
      <span className={styles.name} title={breaker.name}>
        {breaker.name}
      </span>
    );
  }
  if (links.length === 1) {
    return (
      <a
        className={cx(styles.name, styles.link)}
        href={only.href}
        target={only.target}
        title={breaker.name}
        onClick={only.onClick}
      >
        {breaker.name}
      </a>
    );
  }
  return (
    <DataLinksContextMenu links={() => links}>
      {({ openMenu }) => (
        <button type="button" className={cx(styles.name, styles.link)} title={breaker.name} onClick={openMenu}>
          {breaker.name}
        </button>
      )}
    </DataLinksContextMenu>
  );
}

function StateCell({ breaker }: { breaker: Breaker }) {
  const styles = useStyles2(getStyles);
  const { state, since, sinceAtLeast, word } = breaker;
  return (
    <span className={styles.state}>
      <StateMark state={state} />
      <span className={state === 'unknown' ? styles.quiet : styles.word}>
        {(state === 'unknown' ? furtherWord(word) : word) ?? stateWord(state)}
      </span>
      {since !== undefined && state !== 'unknown' && (
        <span className={styles.quiet}>
          <Lasting since={since} atLeast={sinceAtLeast} />
        </span>
      )}
    </span>
  );
}

function Figures({ breaker }: { breaker: Breaker }) {
  const styles = useStyles2(getStyles);
  const { trips, lastTripAt, state, health } = breaker;
  // An increase of a counter is extrapolated: 1.02 trips were one.
  const whole = Math.round(trips ?? 0);
  const count = plural('breakers.tripCount', '{{trips}} trip', '{{trips}} trips', whole, { trips: formatCount(whole) });
  return (
    <span className={styles.figures}>
      {trips !== undefined && (
        <span>
          {count}
          {/* Where the state is known, its duration says it already. */}
          {state === 'unknown' && lastTripAt !== undefined && <LastTrip at={lastTripAt} />}
        </span>
      )}
      {health !== undefined && <span>{t('breakers.health', 'health {{score}}', { score: health.toFixed(1) })}</span>}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  grid: css({ fontVariantNumeric: 'tabular-nums' }),
  // One grid for all lines, so that the timelines and their axis stand exactly below each other.
  wide: css({
    display: 'grid',
    columnGap: theme.spacing(2),
    gridTemplateColumns: 'fit-content(200px) max-content minmax(160px, 1fr) max-content fit-content(30%)',
  }),
  list: css({ listStyle: 'none' }),
  wideList: css({ display: 'contents' }),
  wideRow: css({
    display: 'grid',
    gridColumn: '1 / -1',
    gridTemplateColumns: 'subgrid',
    alignItems: 'center',
    padding: theme.spacing(0.5, 0.75),
    borderTop: `1px solid ${theme.colors.border.weak}`,
  }),
  row: css({ padding: theme.spacing(0.5, 0.75), borderTop: `1px solid ${theme.colors.border.weak}` }),
  line: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    columnGap: theme.spacing(2),
    '& > :nth-child(1)': { minWidth: 64 },
    '& > :nth-child(2)': { minWidth: 'min(168px, 100%)' },
  }),
  // Rows that are scrolled pass below the axis: without it nobody can tell when something happened.
  axis: css({
    position: 'sticky',
    bottom: 0,
    padding: theme.spacing(0, 0.75),
    background: theme.colors.background.primary,
  }),
  wideAxis: css({
    display: 'grid',
    gridColumn: '1 / -1',
    gridTemplateColumns: 'subgrid',
    '& > *': { gridColumn: 3 },
  }),
  name: css({ maxWidth: 'min(200px, 100%)', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  link: css({ padding: 0, border: 'none', background: 'none', textAlign: 'left', color: theme.colors.text.link }),
  // "half-open for at least 3h 12m" is wider than a panel of 200 pixels.
  state: css({
    display: 'inline-flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: theme.spacing(0.75),
    whiteSpace: 'nowrap',
  }),
  word: css({ fontWeight: theme.typography.fontWeightMedium }),
  quiet: css({ color: theme.colors.text.secondary }),
  figures: css({ display: 'inline-flex', gap: theme.spacing(2), color: theme.colors.text.secondary }),
});
