// The panel "Conversion timings": the sentence first, then the matrix that is its evidence.
import { css } from '@emotion/css';
import { type GrafanaTheme2, type PanelProps, type TimeRange } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { useCallback, useMemo } from 'react';
import { Most } from '../../components/Most';
import { PanelAnswer } from '../../components/PanelAnswer';
import { PanelPage } from '../../components/PanelPage';
import { t } from '../../components/text';
import { type Factors } from '../../components/tiers';
import { useMoment } from '../../components/useMoment';
import { Cell } from './Cell';
import { byWorstCell, judge, type Judged, worstOf } from './judgement';
import { chooseLayout } from './layout';
import { Legend } from './Legend';
import { linksOf } from './links';
import { List, Matrix } from './Matrix';
import { type Conversions, readConversions } from './model';
import { defaults, type Options } from './options';
import { scaleOf } from './scale';
import { cellName, sentence } from './sentence';

export default function Panel(props: PanelProps<Options>) {
  const { data, timeRange } = props;
  const end = timeRange.to.valueOf();
  // "Today" ends tonight; an age is that of the moment at which it was asked for.
  const at = Math.min(end, data.request?.startTime ?? end);
  const conversions = useMemo(() => readConversions(data.series, at), [data.series, at]);
  return (
    <PanelAnswer panel={props} content={conversions} words={words}>
      {(content) => <Filled {...props} conversions={content} />}
    </PanelAnswer>
  );
}

function Filled({ conversions, ...props }: PanelProps<Options> & { conversions: Conversions }) {
  const options = { ...defaults, ...props.options };
  const { data, timeRange, timeZone, width, height, replaceVariables } = props;
  const styles = useStyles2(getStyles);
  // The editor's field says undefined while it is empty, a file null.
  const warning = props.options.warning ?? defaults.warning;
  const critical = props.options.critical ?? defaults.critical;
  const factors = useMemo(() => ({ warning, critical: Math.max(critical, warning * 1.01) }), [warning, critical]);
  const { judged, at } = useJudged(conversions, timeRange, factors);
  const links = useCallback(
    (cell: Judged) => linksOf(cell, { data, timeRange, replaceVariables }),
    [data, timeRange, replaceVariables]
  );
  const layout = chooseLayout(options.layout, width, conversions.sizes.length);
  const all = [...judged.values()];
  // Data that says of nothing what is normal needs no room for scales.
  const hasScale = all.some((cell) => scaleOf(cell, factors) !== undefined);
  const shared = { factors, timeZone, hasScale, showTrend: options.showTrend, linksOf: links };
  const rows = conversions.rows.map((row) => {
    const cells = row.cells.map((cell) => cell && judged.get(cell.key));
    return { ...row, cells, worst: worstOf(cells) };
  });
  const worst = worstOf(all);
  const matrix = { ...shared, sizes: conversions.sizes, severalSystems: conversions.severalSystems, width };
  return (
    <PanelPage
      {...{ width, height }}
      sentence={options.showSentence && sentence(all, conversions.severalSystems, at)}
      legend={options.showLegend && layout !== 'worst' && hasScale && <Legend factors={factors} cells={all} />}
    >
      {layout === 'worst' && worst && (
        <>
          <span className={styles.caption}>{cellName(worst, conversions.severalSystems)}</span>
          <Cell {...shared} cell={worst} name={cellName(worst, conversions.severalSystems)} />
        </>
      )}
      {layout !== 'worst' && (
        <Most rows={rows} byWorst={byWorstCell} notice={words.notice}>
          {(shown) => (layout === 'list' ? <List {...matrix} rows={shown} /> : <Matrix {...matrix} rows={shown} />)}
        </Most>
      )}
    </PanelPage>
  );
}

/** Every second for what runs, and only for that: the rest keeps its identity and is not drawn again. */
function useJudged(conversions: Conversions, range: TimeRange, factors: Factors) {
  const end = range.to.valueOf();
  const at = useMoment(
    range,
    conversions.all.some((c) => c.runningSince !== undefined)
  );
  const still = useMemo(
    () => new Map(conversions.all.map((c): [string, Judged] => [c.key, judge(c, end, factors)])),
    [conversions, end, factors]
  );
  const judged = useMemo(
    () => new Map([...still].map(([key, c]) => [key, c.runningSince === undefined ? c : judge(c, at, factors)])),
    [still, at, factors]
  );
  return { judged, at };
}

const words = {
  notice: (values: { count: number; of: number }) =>
    t('conversions.worstOf', 'The worst {{count}} of {{of}} conversions', values),
  failed: (message: string) => t('conversions.failed', 'The conversions could not be read. {{message}}', { message }),
  wrongData: () =>
    t(
      'conversions.wrongData',
      'This panel needs text fields "source" and "target" and a number "last": choose the query type Conversions of a Yardstick data source.'
    ),
  nothing: () =>
    t(
      'conversions.nothing',
      'No conversions here yet. They appear as soon as Prometheus has a duration with the labels source, target and dataset_size.'
    ),
};

const getStyles = (theme: GrafanaTheme2) => ({
  caption: css({ marginLeft: theme.spacing(0.75), color: theme.colors.text.secondary }),
});
