// The panel "Circuit breakers": the sentence first, then a line per breaker with its timeline.
import { css } from '@emotion/css';
import { type GrafanaTheme2, type PanelProps } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { useCallback, useMemo, useRef } from 'react';
import { dataLinks } from '../../components/dataLinks';
import { Most } from '../../components/Most';
import { PanelAnswer } from '../../components/PanelAnswer';
import { PanelPage } from '../../components/PanelPage';
import { t } from '../../components/text';
import { useMoment } from '../../components/useMoment';
import { Now } from './Clock';
import { Legend } from './Legend';
import { type Breaker, type Breakers, byWorst, readBreakers } from './model';
import { defaults, type Options } from './options';
import { roomFor, Rows } from './Rows';
import { sentence } from './sentence';
import { useCrosshair } from './useCrosshair';

export default function Panel(props: PanelProps<Options>) {
  const { data, timeRange } = props;
  const end = timeRange.to.valueOf();
  const askedAt = data.request?.startTime;
  const breakers = useMemo(() => readBreakers(data.series, end, askedAt), [data.series, end, askedAt]);
  return (
    <PanelAnswer panel={props} content={breakers} words={words}>
      {(content) => <Filled {...props} breakers={content} />}
    </PanelAnswer>
  );
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
  // The same rows while the clock goes on: what did not change is not drawn again.
  const { rows, emit } = useMemo(
    () => sharedEmit(options.order === 'worst' ? [...breakers.all].sort(byWorst) : breakers.all),
    [breakers.all, options.order]
  );
  const showTimeline = options.showTimeline && breakers.hasTimeline;
  return (
    <PanelPage
      {...{ width, height }}
      frame={panel}
      sentence={options.showSentence && sentence(breakers.all, now)}
      legend={options.showLegend && showTimeline && room !== 'compact' && <Legend />}
    >
      <Now value={now}>
        <Most rows={rows} byWorst={byWorst} notice={words.notice}>
          {(shown) => (
            <Rows
              {...{ room, width, timeRange, timeZone, pointer, showTimeline }}
              breakers={shown}
              showSettings={options.showSettings}
              linksOf={links}
            />
          )}
        </Most>
      </Now>
      {emit && <p className={styles.emit}>{emit}</p>}
    </PanelPage>
  );
}

/** What is missing for every breaker alike is said once, below them. */
function sharedEmit(all: Breaker[]): { rows: Breaker[]; emit?: string } {
  const [first] = all;
  if (!first?.emit || all.length < 2 || !all.every((b) => b.state === 'unknown' && b.emit === first.emit)) {
    return { rows: all };
  }
  return { rows: all.map((breaker) => ({ ...breaker, emit: undefined })), emit: first.emit };
}

const words = {
  notice: (values: { count: number; of: number }) =>
    t('breakers.worstOf', 'The worst {{count}} of {{of}} breakers', values),
  failed: (message: string) => t('breakers.failed', 'The circuit breakers could not be read. {{message}}', { message }),
  wrongData: () =>
    t(
      'breakers.wrongData',
      'This panel needs a text field "component" and a field "state" or "trips": choose the query type Circuit breakers of a Yardstick data source.'
    ),
  nothing: () =>
    t(
      'breakers.nothing',
      'No circuit breakers here yet. They appear as soon as Prometheus has a metric of the preset that the data source names: OmniNode, resilience4j, opossum or Envoy.'
    ),
};

const getStyles = (theme: GrafanaTheme2) => ({
  emit: css({ margin: theme.spacing(0.5, 0.75), color: theme.colors.text.secondary, overflowWrap: 'anywhere' }),
});
