// The panel "Circuit breakers": the sentence first, then a line per breaker with its timeline.
import { css } from '@emotion/css';
import { type GrafanaTheme2, LoadingState, type PanelProps } from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { ScrollContainer, useStyles2 } from '@grafana/ui';
import { useCallback, useMemo, useRef } from 'react';
import { dataLinks } from '../../components/dataLinks';
import { t } from '../../components/text';
import { useMoment } from '../../components/useMoment';
import { Legend } from './Legend';
import { type Breaker, type Breakers, byWorst, readBreakers } from './model';
import { defaults, type Options } from './options';
import { roomFor, Rows } from './Rows';
import { sentence } from './sentence';
import { useCrosshair } from './useCrosshair';

export default function Panel(props: PanelProps<Options>) {
  const { data, timeRange, id, fieldConfig } = props;
  const end = timeRange.to.valueOf();
  const breakers = useMemo(() => readBreakers(data.series, end), [data.series, end]);
  const styles = useStyles2(getStyles);
  if (data.series.length === 0 && data.state === LoadingState.Loading) {
    return null;
  }
  if (data.series.length === 0 && data.state === LoadingState.Error) {
    return <p className={styles.state}>{failure(data.error?.message)}</p>;
  }
  if (data.series.some((frame) => frame.length > 0) && !breakers) {
    return (
      <PanelDataErrorView
        panelId={id}
        data={data}
        fieldConfig={fieldConfig}
        message={t(
          'breakers.wrongData',
          'This panel needs a text field "component" and a field "state" or "trips": choose the query type Circuit breakers of a Yardstick data source.'
        )}
      />
    );
  }
  if (!breakers || breakers.all.length === 0) {
    return <p className={styles.state}>{fieldConfig.defaults.noValue ?? nothing()}</p>;
  }
  return <Filled {...props} breakers={breakers} />;
}

function Filled({ breakers, ...props }: PanelProps<Options> & { breakers: Breakers }) {
  const options = { ...defaults, ...props.options };
  const { data, timeRange, timeZone, width, height, eventBus } = props;
  const styles = useStyles2(getStyles);
  const panel = useRef<HTMLDivElement>(null);
  const range = { from: timeRange.from.valueOf(), to: timeRange.to.valueOf() };
  const pointer = useCrosshair(panel, eventBus, range);
  const now = useMoment(timeRange, true);
  const links = useCallback((breaker: Breaker) => dataLinks(breaker.row, data), [data]);
  const room = roomFor(width);
  const ordered = options.order === 'worst' ? [...breakers.all].sort(byWorst) : breakers.all;
  const { rows, emit } = sharedEmit(ordered);
  const showTimeline = options.showTimeline && breakers.hasTimeline;
  return (
    <div ref={panel} style={{ width, height }} className={styles.panel}>
      {options.showSentence && <p className={styles.sentence}>{sentence(breakers.all, now)}</p>}
      <ScrollContainer>
        <Rows
          {...{ room, now, width, timeRange, timeZone, pointer, showTimeline }}
          breakers={rows}
          showSettings={options.showSettings}
          linksOf={links}
        />
        {emit && <p className={styles.emit}>{emit}</p>}
      </ScrollContainer>
      {options.showLegend && showTimeline && room !== 'compact' && height > 160 && <Legend />}
    </div>
  );
}

/** What is missing for every breaker alike is said once, below them. */
export function sharedEmit(all: Breaker[]): { rows: Breaker[]; emit?: string } {
  const [first] = all;
  if (!first?.emit || all.length < 2 || !all.every((b) => b.state === 'unknown' && b.emit === first.emit)) {
    return { rows: all };
  }
  return { rows: all.map((breaker) => ({ ...breaker, emit: undefined })), emit: first.emit };
}

const failure = (message = '') =>
  t('breakers.failed', 'The circuit breakers could not be read. {{message}}', { message });

const nothing = () =>
  t(
    'breakers.nothing',
    'No circuit breakers here yet. They appear as soon as Prometheus has a metric of the preset that the data source names: OmniNode, resilience4j or opossum.'
  );

const getStyles = (theme: GrafanaTheme2) => ({
  panel: css({ display: 'flex', flexDirection: 'column', overflow: 'hidden' }),
  sentence: css({ margin: theme.spacing(0, 0.75, 0.5), fontWeight: theme.typography.fontWeightMedium }),
  state: css({ margin: theme.spacing(1), color: theme.colors.text.secondary }),
  emit: css({ margin: theme.spacing(0.5, 0.75), color: theme.colors.text.secondary, overflowWrap: 'anywhere' }),
});
