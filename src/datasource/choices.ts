// Which words can be chosen in a query, and what does each mean?
import { t } from '../components/text';
import { type Choice } from './queries';
import {
  type AnnotationsQuery,
  type BreakersQuery,
  type ConversionsQuery,
  type DeviationQuery,
  type SeriesQuery,
  type TableQuery,
  type TargetsQuery,
} from './types';

export const statChoices = (): Array<Choice<NonNullable<SeriesQuery['stat']>>> => [
  { value: 'p50', label: 'p50', description: t('choice.p50', 'Half of the requests take less.') },
  { value: 'p95', label: 'p95', description: t('choice.p95', '95 of 100 requests take less.') },
  { value: 'p99', label: 'p99', description: t('choice.p99', '99 of 100 requests take less.') },
  { value: 'mean', label: t('choice.mean', 'Mean') },
  { value: 'rate', label: t('choice.rate', 'Rate'), description: t('choice.rateWhy', 'Requests per second.') },
  {
    value: 'errors',
    label: t('choice.errors', 'Errors'),
    description: t('choice.errorsWhy', 'Share of failed requests.'),
  },
];

export const signalChoices = (): Array<Choice<NonNullable<DeviationQuery['signal']>>> => [
  { value: 'latency', label: t('choice.latency', 'Latency') },
  { value: 'rate', label: t('choice.rate', 'Rate') },
  { value: 'errors', label: t('choice.errors', 'Errors') },
];

export const violatedSignalChoices = (): Array<Choice<NonNullable<TableQuery['signal']>>> => [
  { value: '', label: t('choice.anySignal', 'Any') },
  { value: 'latency', label: t('choice.latency', 'Latency') },
  { value: 'rate', label: t('choice.rate', 'Rate') },
  { value: 'errors', label: t('choice.errors', 'Errors') },
];

export const deviationChoices = (): Array<Choice<NonNullable<DeviationQuery['measure']>>> => [
  {
    value: 'ratio',
    label: t('choice.ratio', 'Ratio'),
    description: t('choice.ratioWhy', 'Times normal; 1 is normal.'),
  },
  { value: 'z', label: t('choice.z', 'z score'), description: t('choice.zWhy', 'Standard deviations from normal.') },
  {
    value: 'tier',
    label: t('choice.tier', 'Tier'),
    description: t('choice.tierWhy', '0 normal, 1 info, 2 warning, 3 critical.'),
  },
  {
    value: 'breach',
    label: t('choice.breach', 'Breach'),
    description: t('choice.breachWhy', '1 at warning or worse, else 0.'),
  },
  {
    value: 'slow',
    label: t('choice.slow', 'Slightly slow'),
    description: t(
      'choice.slowWhy',
      '1 where two of the last three runs took longer than 1.1 times the normal p99, else 0.'
    ),
  },
  {
    value: 'repeated',
    label: t('choice.repeated', 'Slow several times running'),
    description: t(
      'choice.repeatedWhy',
      '1 where each of the last runs took longer than the document of the system allows, else 0.'
    ),
  },
  {
    value: 'live',
    label: t('choice.live', 'Value now'),
    description: t('choice.liveWhy', 'What is compared: the measured value.'),
  },
  {
    value: 'expected',
    label: t('choice.expected', 'Value expected'),
    description: t('choice.expectedWhy', 'What it is compared with: normal at this hour.'),
  },
];

export const modeChoices = (): Array<Choice<NonNullable<DeviationQuery['mode']>>> => [
  {
    value: 'fast',
    label: t('choice.fast', 'Last minutes'),
    description: t('choice.fastWhy', 'How far from normal it is now.'),
  },
  {
    value: 'drift',
    label: t('choice.drift', 'Slow drift'),
    description: t('choice.driftWhy', 'A small deviation of latency that lasts, added up over the last hour.'),
  },
];

const ofDrift: ReadonlyArray<DeviationQuery['measure']> = ['ratio', 'z', 'tier', 'breach'];

/** The mode drift has no value of its own, and tells nothing of single runs. */
export const isOfDrift = (measure: DeviationQuery['measure']) => ofDrift.includes(measure);

/** A table for people, a series for graphs, a number for alert rules: one choice, two fields of the query. */
export interface Answer<Q extends { measure?: string; format?: string }> {
  measure: NonNullable<Q['measure']>;
  format: NonNullable<Q['format']>;
}

const table = () => t('choice.table', 'Table');
const number = (what: string) => t('choice.number', 'Number: {{what}}', { what });

export const conversionAnswers = (): Array<Choice<string> & Answer<ConversionsQuery>> => [
  {
    value: 'table',
    measure: '',
    format: '',
    label: table(),
    description: t('choice.tableConversions', 'One row per conversion and size.'),
  },
  {
    value: 'series',
    measure: '',
    format: 'timeseries',
    label: t('choice.overTime', 'Over time'),
    description: t('choice.runs', 'The runs of each conversion as series.'),
  },
  {
    value: 'ratio',
    measure: 'ratio',
    format: '',
    label: number(t('choice.ratio', 'Ratio')),
    description: t('choice.forAlerts', 'For alert rules.'),
  },
  {
    value: 'tier',
    measure: 'tier',
    format: '',
    label: number(t('choice.tier', 'Tier')),
    description: t('choice.tierWhy', '0 normal, 1 info, 2 warning, 3 critical.'),
  },
];

export const breakerAnswers = (): Array<Choice<string> & Answer<BreakersQuery>> => [
  {
    value: 'table',
    measure: '',
    format: '',
    label: table(),
    description: t('choice.tableBreakers', 'One row per breaker.'),
  },
  {
    value: 'series',
    measure: '',
    format: 'timeseries',
    label: t('choice.overTime', 'Over time'),
    description: t('choice.statesAndTrips', 'States and trips as series.'),
  },
  {
    value: 'state',
    measure: 'state',
    format: '',
    label: number(t('choice.state', 'State')),
    description: t('choice.stateWhy', '0 closed, 1 half-open, 2 open.'),
  },
  {
    value: 'trips',
    measure: 'trips',
    format: '',
    label: number(t('choice.trips', 'Trips')),
    description: t('choice.tripsWhy', 'Trips in the time range.'),
  },
  {
    value: 'health',
    measure: 'health',
    format: '',
    label: number(t('choice.health', 'Health')),
    description: t('choice.healthWhy', '2 healthy, 1 recovering, 0 open.'),
  },
];

export const targetAnswers = (): Array<Choice<string> & { measure: NonNullable<TargetsQuery['measure']> }> => [
  {
    value: 'table',
    measure: '',
    label: table(),
    description: t('choice.tableTargets', 'One row per documented target.'),
  },
  {
    value: 'value',
    measure: 'value',
    label: number(t('choice.value', 'Value')),
    description: t('choice.forAlerts', 'For alert rules.'),
  },
  {
    value: 'distance',
    measure: 'distance',
    label: number(t('choice.distance', 'Distance')),
    description: t('choice.distanceWhy', 'Value divided by its limit.'),
  },
  {
    value: 'missed',
    measure: 'missed',
    label: number(t('choice.missed', 'Missed')),
    description: t('choice.missedWhy', '1 where the target is missed, else 0.'),
  },
];

export const tableChoices = (): Array<Choice<TableQuery['table']>> => [
  { value: 'operations', label: t('choice.operations', 'Operations') },
  { value: 'compare', label: t('choice.compare', 'Comparison of two times, runs or versions') },
  { value: 'violations', label: t('choice.violations', 'Violations') },
  { value: 'recommendations', label: t('choice.recommendations', 'Recommendations') },
  { value: 'runs', label: t('choice.tableRuns', 'Runs') },
  { value: 'forecast', label: t('choice.tableForecast', 'Forecast of the load') },
  { value: 'coverage', label: t('choice.coverage', 'Coverage of baselines') },
  { value: 'backtest', label: t('choice.backtest', 'What would have fired') },
];

export const sortChoices = (): Array<Choice<NonNullable<TableQuery['sort']>>> => [
  { value: 'slowest', label: t('choice.slowest', 'Slowest') },
  { value: 'degraded', label: t('choice.degraded', 'Most degraded') },
  { value: 'improved', label: t('choice.improved', 'Most improved') },
  { value: 'busiest', label: t('choice.busiest', 'Busiest') },
  { value: 'noisiest', label: t('choice.noisiest', 'Noisiest') },
];

export const kindChoices = (): Array<Choice<NonNullable<AnnotationsQuery['kind']>>> => [
  { value: 'violation', label: t('choice.violations', 'Violations') },
  {
    value: 'baseline',
    label: t('choice.baselines', 'New baselines'),
    description: t('choice.baselinesWhy', 'Where a baseline came into another state, or somebody decided about it.'),
  },
  {
    value: 'change',
    label: t('choice.changes', 'Changes of normal'),
    description: t('choice.changesWhy', 'Where another value became normal, or an operation moved to another level.'),
  },
  {
    value: 'deployment',
    label: t('choice.deployments', 'Deployments'),
    description: t('choice.deploymentsWhy', 'Those that were reported, and those that metrics tell.'),
  },
];
