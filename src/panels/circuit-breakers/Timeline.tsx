// When was this breaker in which state? A strip over the dashboard's time range, its trips above it.
import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2, type TimeRange } from '@grafana/data';
import { Portal, useStyles2, useTheme2, VizTooltipContainer } from '@grafana/ui';
import { memo, type PointerEvent, useState } from 'react';
import { formatElapsed, formatPercent } from '../../components/numbers';
import { plural, t } from '../../components/text';
import { ticksOf } from './axis';
import { type Breaker } from './model';
import { type State, stateColor, stateWord } from './states';
import { type Stretch, type Timeline as Data } from './timeline';
import { crosshairProperty, timeUnder } from './useCrosshair';

export interface TimelineProps {
  timeRange: TimeRange;
  timeZone: string;
  pointer: { onPointerMove: (event: PointerEvent<HTMLElement>) => void; onPointerLeave: () => void };
}

const nothing: Data = { system: '', component: '', name: '', labels: {}, stretches: [], trips: [] };

/** Drawn again when its data or the range changes, not with every second of the panel's clock. */
export const Timeline = memo(function Timeline({
  breaker,
  timeRange,
  timeZone,
  pointer,
}: TimelineProps & { breaker: Breaker }) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const [hover, setHover] = useState<{ time: number; x: number; y: number }>();
  const range = { from: timeRange.from.valueOf(), to: timeRange.to.valueOf() };
  const data = breaker.timeline ?? nothing;
  const place = (time: number) => clamp((time - range.from) / (range.to - range.from)) * 100;
  const percent = (time: number) => `${place(time)}%`;
  const share = (stretch: Stretch) => `${place(stretch.to) - place(stretch.from)}%`;
  return (
    <div
      className={styles.strip}
      role="img"
      aria-label={summary(data, range)}
      onPointerMove={(event) => {
        pointer.onPointerMove(event);
        setHover({ time: timeUnder(event, range), x: event.clientX, y: event.clientY });
      }}
      onPointerLeave={() => {
        pointer.onPointerLeave();
        setHover(undefined);
      }}
    >
      <div className={styles.ground} />
      {data.stretches.filter(within(range)).map((stretch) => (
        <div
          key={stretch.from}
          className={styles.stretch}
          style={{
            left: percent(stretch.from),
            width: share(stretch),
            height: heights[stretch.state],
            background: stateColor(theme, stretch.state),
          }}
        />
      ))}
      {/* Of several instances, some may trip at the same moment. */}
      {[...new Set(data.trips)]
        .filter((time) => time >= range.from && time <= range.to)
        .map((time) => (
          <div key={time} className={styles.trip} style={{ left: percent(time) }} />
        ))}
      <div className={styles.crosshair} />
      {hover && (
        <Portal>
          <VizTooltipContainer position={hover} offset={{ x: 10, y: 10 }}>
            <strong>{breaker.name}</strong>
            <div>{atMoment(data, hover.time, timeZone)}</div>
          </VizTooltipContainer>
        </Portal>
      )}
    </div>
  );
});

/** The dashboard's time axis, under the strips. */
export function Axis({ timeRange, timeZone, width }: { timeRange: TimeRange; timeZone: string; width: number }) {
  const styles = useStyles2(getStyles);
  const [from, to] = [timeRange.from.valueOf(), timeRange.to.valueOf()];
  return (
    <div className={styles.axis} aria-hidden="true">
      {ticksOf(from, to, width, timeZone).map(({ time, text }) => (
        <span key={time} className={styles.tick} style={{ left: whole(((time - from) / (to - from)) * 100, text) }}>
          {text}
        </span>
      ))}
    </div>
  );
}

/** In the middle of its moment, but no part of a text beyond an edge. */
const whole = (percent: number, { length }: string) =>
  `clamp(${length / 2}ch, ${percent}%, calc(100% - ${length / 2}ch))`;

const within = (range: { from: number; to: number }) => (stretch: Stretch) =>
  stretch.to > range.from && stretch.from < range.to;

const clamp = (share: number) => Math.min(1, Math.max(0, share));

/** Height as well as colour: open stands tall, half-open half, closed is a base line. In pixels. */
export const heights: Record<State, number> = { open: 16, 'half-open': 10, closed: 4, unknown: 0 };

function atMoment(data: Data, time: number, timeZone: string): string {
  const stretch = data.stretches.find(({ from, to }) => from <= time && time < to);
  const at = dateTimeFormat(time, { timeZone });
  if (!stretch) {
    return `${at}: ${stateWord('unknown')}`;
  }
  const elapsed = formatElapsed(stretch.to - stretch.from);
  return `${at}: ${t('timeline.at', '{{state}} for {{elapsed}}', { state: stateWord(stretch.state), elapsed })}`;
}

/** Of another panel's data, or with a time shift, whole stretches lie outside the range: they take nothing from it. */
function summary(data: Data, { from, to }: { from: number; to: number }): string {
  const states: State[] = ['open', 'half-open', 'closed'];
  const shares = states.flatMap((state) => {
    const spent = data.stretches
      .filter((stretch) => stretch.state === state)
      .reduce((sum, stretch) => sum + Math.max(0, Math.min(to, stretch.to) - Math.max(from, stretch.from)), 0);
    return spent > 0 ? [`${stateWord(state)} ${formatPercent(spent / (to - from))}`] : [];
  });
  const trips = data.trips.filter((time) => time >= from && time <= to).length;
  return t('timeline.summary', 'Over the time range: {{states}}; {{trips}}', {
    states: shares.join(', ') || stateWord('unknown'),
    trips: plural('timeline.trips', '{{count}} trip', '{{count}} trips', trips),
  });
}

const getStyles = (theme: GrafanaTheme2) => ({
  strip: css({ position: 'relative', height: 22, minWidth: 80, overflow: 'hidden' }),
  ground: css({
    position: 'absolute',
    left: 0,
    right: 0,
    bottom: 2,
    borderBottom: `1px dotted ${theme.colors.border.strong}`,
  }),
  stretch: css({ position: 'absolute', bottom: 2, minWidth: 2 }),
  trip: css({
    position: 'absolute',
    top: 0,
    transform: 'translateX(-50%)',
    borderInline: '3px solid transparent',
    borderTop: `5px solid ${theme.colors.text.primary}`,
  }),
  crosshair: css({
    position: 'absolute',
    top: 0,
    bottom: 0,
    left: `var(${crosshairProperty}, -10px)`,
    borderLeft: `1px dashed ${theme.colors.text.secondary}`,
    pointerEvents: 'none',
  }),
  axis: css({ position: 'relative', height: 16, overflow: 'hidden' }),
  tick: css({
    position: 'absolute',
    transform: 'translateX(-50%)',
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
    whiteSpace: 'nowrap',
  }),
});
