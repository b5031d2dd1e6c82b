/**
 * How is Yardstick itself? The dashboard of its own back end: is it up to date, does it answer in time, what does it
 * cost Prometheus, and is its store well?
 */
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import * as statetimeline from '@grafana/grafana-foundation-sdk/statetimeline';
import * as table from '@grafana/grafana-foundation-sdk/table';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';

import { ownPanels, ownRules } from '../own-watch';
import { dashboardUid, rulesLink } from '../project';
import { shareOf } from '../share';
import { colours, dashedLimits, everySeries, links, sourceVariable } from './own-dashboard';
import { itselfName } from './places';
import { asked, prometheusRef, refId, YardstickQuery, yardstickRef } from './queries';
import { narrowColumns } from './tables';

export const itselfTitle = 'Yardstick itself';

/** What a panel of lines asks: expression and legend. */
type Line = readonly [expr: string, legend: string];

interface Lines {
  id: number;
  title: string;
  description: string;
  unit: string;
  lines: readonly Line[];
  /** Why there may be none, other than that nothing is scraped. */
  noValue?: string;
}

const own = 'job=~"$jobs"';
const window = '[$__rate_interval]';
const rate = (metric: string, by: string, matchers = '') =>
  `sum by (${by}) (rate(${metric}{${own}${matchers}}${window}))`;
/** In per cent; what has not happened yet is none, not nothing. */
const share = (metric: string, by: string, matchers: string) =>
  `100 * ${shareOf(rate(metric, by, `,${matchers}`), rate(metric, by))}`;
const quantile = (q: number, metric: string, by: string) =>
  `histogram_quantile(${q}, ${rate(`${metric}_bucket`, `${by}, le`)})`;
/** Metrics that every process has, of the processes that are ours. */
const ofProcess = (expr: string) => `${expr} and on (job, instance) yardstick_build_info{${own}}`;
const noMetrics = 'No metric of Yardstick itself is scraped: the operating guide says how.';

const learner: readonly Lines[] = [
  {
    id: ownPanels.lag,
    title: 'Learner lag',
    description: 'How far the newest learned hour of each system is behind the newest that could be learned.',
    unit: 's',
    lines: [[`max by (datasource, system) (yardstick_learner_lag_seconds{${own}})`, '{{datasource}} {{system}}']],
  },
  {
    id: ownPanels.hours,
    title: 'Learned and wanted hours',
    description: 'Hours of all sets of operations that were learned, beside those that are to be learned.',
    unit: 'suffix:hours',
    lines: [
      [
        `sum by (datasource) (max by (datasource, system, set) (yardstick_learned_hours{${own}}))`,
        'learned {{datasource}}',
      ],
      [
        `sum by (datasource) (max by (datasource, system, set) (yardstick_wanted_hours{${own}}))`,
        'wanted {{datasource}}',
      ],
    ],
  },
];

const queries: readonly Lines[] = [
  {
    id: ownPanels.time,
    title: 'Query time',
    description:
      'How long half and 95 % of the queries of each type take within the back end, the time of Prometheus included.',
    unit: 's',
    lines: [
      [quantile(0.5, 'yardstick_query_duration_seconds', 'type'), 'p50 {{type}}'],
      [quantile(0.95, 'yardstick_query_duration_seconds', 'type'), 'p95 {{type}}'],
    ],
  },
  {
    id: ownPanels.queries,
    title: 'Queries',
    description: 'How many queries of each type are answered, and how many end in an error.',
    unit: 'ops',
    lines: [[rate('yardstick_queries_total', 'type, outcome'), '{{type}} {{outcome}}']],
  },
  {
    id: ownPanels.failing,
    title: 'Failing queries',
    description: 'The share of the queries of each type that ends in an error.',
    unit: 'percent',
    lines: [[share('yardstick_queries_total', 'type', 'outcome="error"'), '{{type}}']],
  },
  {
    id: ownPanels.unpublished,
    title: 'Unpublished baselines',
    description: 'Baselines of each data source that publishes them which had no room in a scrape.',
    unit: 'short',
    lines: [[`max by (datasource) (yardstick_unpublished_baselines{${own}})`, '{{datasource}}']],
    noValue: 'No data source publishes its baselines.',
  },
];

const prometheus: readonly Lines[] = [
  {
    id: ownPanels.requests,
    title: 'Requests to Prometheus',
    description:
      'Requests to the monitored Prometheus for the learner and for queries, by status code; 0 is no answer.',
    unit: 'ops',
    lines: [[rate('yardstick_prometheus_requests_total', 'purpose, code'), '{{purpose}} {{code}}']],
  },
  {
    id: ownPanels.requestTime,
    title: 'Time of Prometheus',
    description: 'How long 95 % of the requests of each instance to the monitored Prometheus take at most.',
    unit: 's',
    lines: [
      [
        quantile(0.95, 'yardstick_prometheus_request_duration_seconds', 'instance, purpose'),
        '{{instance}} {{purpose}}',
      ],
    ],
  },
  {
    id: ownPanels.refused,
    title: 'Refused requests',
    description:
      'The share of the requests of each instance to the monitored Prometheus that got no answer, or one that is an error.',
    unit: 'percent',
    lines: [
      [share('yardstick_prometheus_requests_total', 'instance, purpose', 'code!~"2.."'), '{{instance}} {{purpose}}'],
    ],
  },
  {
    id: ownPanels.bytes,
    title: 'Bytes from Prometheus',
    description: 'How much is read of the answers of the monitored Prometheus.',
    unit: 'Bps',
    lines: [[rate('yardstick_prometheus_response_bytes_total', 'purpose'), '{{purpose}}']],
  },
];

const memoryAndStore: readonly Lines[] = [
  {
    id: ownPanels.memory,
    title: 'Answers from memory',
    description: 'The share of verdicts and windows that were at hand when somebody wanted them.',
    unit: 'percent',
    lines: [[share('yardstick_memory_lookups_total', 'memory', 'outcome="hit"'), '{{memory}}']],
  },
  {
    id: ownPanels.size,
    title: 'Size of the store',
    description: 'What the store of baselines takes on its disk.',
    unit: 'bytes',
    lines: [[`max by (job, instance) (yardstick_store_size_bytes{${own}})`, '{{instance}}']],
  },
  {
    id: ownPanels.storeErrors,
    title: 'Errors of the store',
    description: 'What goes wrong in the store of baselines, by kind.',
    unit: 'suffix:errors',
    lines: [[`sum by (instance, kind) (increase(yardstick_store_errors_total{${own}}[15m]))`, '{{instance}} {{kind}}']],
  },
  {
    id: ownPanels.writable,
    title: 'Stores that take no writes',
    description: 'Where the store of baselines did not take the last write that tried it, once a minute.',
    unit: 'short',
    lines: [[`1 - min by (job, instance) (yardstick_store_writable{${own}})`, '{{instance}}']],
  },
];

const process: readonly Lines[] = [
  {
    id: ownPanels.rss,
    title: 'Memory of the back end',
    description: 'Resident memory of the process that answers queries and learns.',
    unit: 'bytes',
    lines: [[ofProcess(`process_resident_memory_bytes{${own}}`), '{{instance}}']],
  },
  {
    id: ownPanels.cpu,
    title: 'Processor time of the back end',
    description: 'How many processors the back end keeps busy.',
    unit: 'suffix:processors',
    lines: [[ofProcess(`rate(process_cpu_seconds_total{${own}}${window})`), '{{instance}}']],
  },
  {
    id: ownPanels.goroutines,
    title: 'Goroutines of the back end',
    description: 'How much is under way at once; a line that only rises is work that never ends.',
    unit: 'short',
    lines: [[ofProcess(`go_goroutines{${own}}`), '{{instance}}']],
  },
];

type Cell = readonly [x: number, w: number, panel: Drawn];
type Drawn = Lines | 'phase' | 'coverage' | 'build';

const third = (i: number, panel: Drawn): Cell => [8 * i, 8, panel];
const quarter = (i: number, panel: Drawn): Cell => [6 * i, 6, panel];

const rows: ReadonlyArray<{ id: number; title: string; cells: readonly Cell[] }> = [
  {
    id: 10,
    title: 'Learner',
    cells: [...learner.map((panel, i) => third(i, panel)), third(2, 'phase')],
  },
  // Nine columns take the whole width.
  { id: 15, title: 'Learned operations', cells: [[0, 24, 'coverage']] },
  { id: 20, title: 'Queries and publishing', cells: queries.map((panel, i) => quarter(i, panel)) },
  { id: 30, title: 'Cost to Prometheus', cells: prometheus.map((panel, i) => quarter(i, panel)) },
  { id: 40, title: 'Memory and store', cells: memoryAndStore.map((panel, i) => quarter(i, panel)) },
  { id: 50, title: 'Process', cells: [...process.map((panel, i) => quarter(i, panel)), quarter(3, 'build')] },
];

const panelHeight = 8;

export function titleOf(id: number): string {
  const all = [...learner, ...queries, ...prometheus, ...memoryAndStore, ...process];
  const found = all.find((panel) => panel.id === id);
  if (!found) {
    throw new Error(`describing Yardstick's own rules: the dashboard has no panel ${id}`);
  }
  return found.title;
}

export function itselfJson(): string {
  const builder = new dashboard.DashboardBuilder(itselfTitle)
    .uid(dashboardUid(itselfName))
    .description(
      'The back end of Yardstick: is it up to date, does it answer in time, what does it cost, is its store well.'
    )
    .tags(['yardstick', itselfName])
    .editable()
    .timezone('browser')
    .time({ from: 'now-6h', to: 'now' })
    .refresh('1m')
    .tooltip(dashboard.DashboardCursorSync.Crosshair)
    .variables(variables())
    .links(links(rulesLink('yardstick')));
  rows.forEach(({ id, title, cells }, i) => {
    const y = i * (panelHeight + 1);
    builder.withRow(new dashboard.RowBuilder(title).id(id).gridPos({ x: 0, y, w: 24, h: 1 }));
    cells.forEach(([x, w, panel]) => builder.withPanel(drawn(panel).gridPos({ x, y: y + 1, w, h: panelHeight })));
  });
  return `${JSON.stringify({ ...builder.build(), id: null, version: 1 }, null, 2)}\n`;
}

function variables() {
  return [
    sourceVariable('prometheus', 'Which one scrapes the metrics of the back end.'),
    sourceVariable('yardstick', 'Whose operations are counted.'),
    new dashboard.ConstantVariableBuilder('jobs')
      .description('Jobs that scrape the back end; narrow it where one Prometheus scrapes several Grafanas.')
      .value('.+'),
  ];
}

function drawn(panel: Drawn) {
  switch (panel) {
    case 'phase':
      return phase();
    case 'coverage':
      return coverage();
    case 'build':
      return build();
    default:
      return lines(panel);
  }
}

/** Lines, with the bound of the rule that watches them dashed. */
function lines({ id, title, description, unit, lines: asks, noValue = noMetrics }: Lines) {
  const rule = ownRules.find(({ panel }) => panel === id);
  const steps = [
    { value: null, color: 'text' },
    ...(rule ? [{ value: rule.condition.threshold, color: 'orange' }] : []),
  ];
  const builder = new timeseries.PanelBuilder()
    .id(id)
    .title(title)
    .description(description)
    .datasource(prometheusRef)
    .unit(unit)
    .min(0)
    .noValue(noValue)
    .lineWidth(1)
    .fillOpacity(0)
    .showPoints(common.VisibilityMode.Auto)
    .thresholds(colours(steps))
    .tooltip(everySeries())
    .targets(asks.map(([expr, legend], i) => asked(expr, refId(i), legend).range()));
  return rule ? builder.thresholdsStyle(dashedLimits()) : builder;
}

const inIt = {
  type: dashboard.MappingType.ValueToText,
  options: { '0': { text: 'no', color: 'text', index: 0 }, '1': { text: 'yes', color: 'blue', index: 1 } },
} satisfies dashboard.ValueMap;

function phase() {
  return new statetimeline.PanelBuilder()
    .id(ownPanels.phase)
    .title('Phase of the learner')
    .description('What the learner of each data source does: it waits where another replica learns.')
    .datasource(prometheusRef)
    .unit('short')
    .noValue(noMetrics)
    .mappings([inIt])
    .mergeValues(true)
    .showValue(common.VisibilityMode.Never)
    .withTarget(
      asked(`max by (datasource, phase) (yardstick_learner_phase{${own}})`, 'A', '{{datasource}} {{phase}}').range()
    );
}

function coverage() {
  return new table.PanelBuilder()
    .id(ownPanels.coverage)
    .title('Operations')
    .description('How many operations each system has, by the state of their baselines.')
    .datasource(yardstickRef)
    .unit('short')
    .noValue('No system has been seen yet.')
    .cellHeight(common.TableCellHeight.Sm)
    .overrideByRegexp('/.*/', narrowColumns)
    .withTarget(new YardstickQuery('A', '', { queryType: 'table', table: 'coverage' }));
}

function build() {
  return new table.PanelBuilder()
    .id(ownPanels.build)
    .title('Builds')
    .description('Which version of Yardstick answers where.')
    .datasource(prometheusRef)
    .unit('short')
    .noValue(noMetrics)
    .cellHeight(common.TableCellHeight.Sm)
    .overrideByRegexp('/.*/', narrowColumns)
    .overrideByRegexp('/^(goversion|revision|version)$/', [{ id: 'custom.width', value: 82 }])
    .withTarget(
      asked(`count by (instance, version, revision, goversion) (yardstick_build_info{${own}})`, 'A', '')
        .format(PromQueryFormat.Table)
        .instant()
    )
    .withTransformation({ id: 'organize', options: { excludeByName: { Time: true, Value: true } } });
}
