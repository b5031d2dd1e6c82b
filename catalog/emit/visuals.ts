/** How is each kind of panel drawn? */
import { ReduceDataOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as bargauge from '@grafana/grafana-foundation-sdk/bargauge';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as heatmap from '@grafana/grafana-foundation-sdk/heatmap';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as statetimeline from '@grafana/grafana-foundation-sdk/statetimeline';
import * as table from '@grafana/grafana-foundation-sdk/table';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';

import type { Panel } from '../panel';
import type { System } from '../system';
import { bandsOf, type Override } from './bands';
import { refId } from './queries';
import { type Step, steps } from './thresholds';

export function visual(
  system: System,
  panel: Panel
):
  | dashboard.PanelBuilder
  | ReturnType<typeof lines>
  | ReturnType<typeof numbers>
  | ReturnType<typeof bars>
  | ReturnType<typeof rows>
  | ReturnType<typeof cells>
  | ReturnType<typeof states>
  | ReturnType<typeof alertList> {
  switch (panel.type) {
    case 'timeseries':
      return lines(system, panel);
    case 'stat':
      return numbers(panel);
    case 'bargauge':
      return bars(panel);
    case 'table':
      return panel.promql.length > 0 ? columns(system, panel) : rows(system, panel);
    case 'heatmap':
      return cells(panel);
    case 'state-timeline':
      return states();
    case 'alertlist':
      return alertList(system, panel);
    default:
      return new dashboard.PanelBuilder().type(panel.type).options({});
  }
}

export function thresholds(system: System, panel: Panel): Builder<dashboard.ThresholdsConfig> {
  return new dashboard.ThresholdsConfigBuilder().mode(dashboard.ThresholdsMode.Absolute).steps(steps(system, panel));
}

function lines(system: System, panel: Panel) {
  const builder = new timeseries.PanelBuilder()
    .legend(
      new common.VizLegendOptionsBuilder()
        .displayMode(common.LegendDisplayMode.List)
        .placement(common.LegendPlacement.Bottom)
        .showLegend(true)
        .calcs([])
    )
    .tooltip(
      new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.Descending)
    )
    .lineWidth(1)
    .fillOpacity(panel.stacked ? 20 : 0)
    .showPoints(common.VisibilityMode.Auto)
    .colorScheme(new dashboard.FieldColorBuilder().mode(dashboard.FieldColorModeId.PaletteClassic));
  if (steps(system, panel).length > 1) {
    builder.thresholdsStyle(
      new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Dashed)
    );
  }
  if (panel.stacked) {
    builder.stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal).group('A'));
  }
  if (panel.logarithmic) {
    builder.scaleDistribution(new common.ScaleDistributionConfigBuilder().type(common.ScaleDistribution.Log).log(10));
  }
  panel.promql.forEach((query, i) => {
    if (query.unit && query.unit !== panel.unit) {
      builder.overrideByQuery(refId(i), rightAxis(query.unit));
    }
  });
  for (const [name, override] of bandsOf(panel)) {
    builder.overrideByName(name, override);
  }
  const top = softMaximum(steps(system, panel)) ?? softMaximumOfNothing(panel);
  if (top !== undefined) {
    builder.axisSoftMax(top);
  }
  return builder;
}

/** Another unit stands on the right, without the limits of the left. */
const rightAxis = (unit: string): Override[] => [
  { id: 'unit', value: unit },
  { id: 'custom.axisPlacement', value: 'right' },
  { id: 'custom.thresholdsStyle', value: { mode: 'off' } },
  { id: 'min', value: 0 },
  { id: 'max', value: null },
];

/** The axis reaches to the first limit, so that one sees how far away it is; a limit of 0 needs some room. */
function softMaximum(limits: Step[]): number | undefined {
  const first = limits[1]?.value;
  if (first == null) {
    return undefined;
  }
  return first > 0 ? first * 1.1 : 1;
}

/** Where nothing is above 0 Grafana would draw an axis up to 100: of shares 10,000 %, of things that are counted far too many. */
function softMaximumOfNothing({ unit, min, max, decimals }: Panel): number | undefined {
  if (min !== 0 || max !== undefined) {
    return undefined;
  }
  return unit === 'short' && decimals === 0 ? 5 : { percent: 1, percentunit: 0.01 }[unit];
}

function numbers(panel: Panel) {
  const own = panel.own.length > 0;
  const calculation = own && panel.reduce !== 'last' ? panel.reduce : 'lastNotNull';
  const builder = new stat.PanelBuilder()
    .reduceOptions(
      new ReduceDataOptionsBuilder()
        .values(false)
        .calcs([calculation])
        .fields(panel.field ?? '')
    )
    .colorMode(common.BigValueColorMode.Value)
    .graphMode(common.BigValueGraphMode.None)
    .textMode(
      panel.promql.length > 1 || panel.mappings.length === 0
        ? common.BigValueTextMode.Auto
        : common.BigValueTextMode.Value
    )
    .orientation(common.VizOrientation.Auto)
    .colorScheme(new dashboard.FieldColorBuilder().mode(dashboard.FieldColorModeId.Thresholds));
  if (own && panel.reduce === 'sum') {
    builder.overrideByRegexp('/.*/', [asNumber]);
  }
  if (panel.own.some(({ measure }) => measure === 'missed')) {
    builder.withTransformation(eachTargetOnce);
  }
  panel.promql.forEach((query, i) => {
    if (query.unit && query.unit !== panel.unit) {
      builder.overrideByQuery(refId(i), [{ id: 'unit', value: query.unit }]);
    }
  });
  return builder;
}

/** The range of what is asked of one moment, where that is now. */
export const untilNow = '5m';

/** The most bars that can still be read. */
const mostBars = 30;

function bars(panel: Panel) {
  const own = panel.own[0];
  const reduce = new ReduceDataOptionsBuilder().calcs(['lastNotNull']);
  const builder = new bargauge.PanelBuilder()
    .orientation(common.VizOrientation.Horizontal)
    .displayMode(common.BarGaugeDisplayMode.Basic)
    .valueMode(common.BarGaugeValueMode.Color)
    .namePlacement(common.BarGaugeNamePlacement.Left)
    .showUnfilled(true)
    .text(new common.VizTextDisplayOptionsBuilder().titleSize(14).valueSize(14))
    .colorScheme(new dashboard.FieldColorBuilder().mode(dashboard.FieldColorModeId.Thresholds));
  panel.promql.forEach((query, i) => {
    if (query.unit && query.unit !== panel.unit) {
      builder.overrideByQuery(refId(i), [{ id: 'unit', value: query.unit }]);
    }
  });
  if (!own) {
    return builder.reduceOptions(reduce.values(false).fields(''));
  }
  const name = own.queryType === 'breakers' ? 'component' : 'operation';
  return (
    builder
      .reduceOptions(reduce.values(true).limit(mostBars).fields(''))
      .displayName(`\${__data.fields.${name}}`)
      // The number is shown under the name of its measure.
      .withTransformation({
        id: 'sortBy',
        options: { fields: {}, sort: [{ field: own.measure ?? 'value', desc: true }] },
      })
  );
}

/** The words of one answer, yes or no, are none for the sum of many. */
export const asNumber = { id: 'mappings', value: [] };

/** Targets that are missed, each once, however many operations miss it: as the app and the reports count them. */
export const eachTargetOnce = {
  id: 'groupBy',
  options: {
    fields: {
      id: { operation: 'groupby', aggregations: [] },
      missed: { operation: 'aggregate', aggregations: ['max'] },
    },
  },
};

/** A text takes as many lines as it needs. */
export const wrapped = { id: 'custom.cellOptions', value: { type: 'auto', wrapText: true } };

/** All columns of a table are seen, also where its panel is too narrow for the width that Grafana gives each. */
export const narrowColumns = [
  { id: 'custom.minWidth', value: 50 },
  { id: 'custom.wrapHeaderText', value: true },
];

/** Units of our own tables come with their columns. */
function rows(system: System, panel: Panel) {
  // In a third of the page a long name takes two lines, and a time is told in words.
  const narrow = panel.width <= 8;
  // A handful of breakers has no need of filters, whose signs take the room of the titles.
  const filterable = panel.width > 12 && !panel.own.some(({ queryType }) => queryType === 'breakers');
  const builder = new table.PanelBuilder()
    .showHeader(true)
    .cellHeight(common.TableCellHeight.Sm)
    .filterable(filterable);
  builder.withTransformation({ id: 'filterFieldsByName', options: { include: { names: panel.columns } } });
  builder.overrideByRegexp('/.*/', [
    // The sentence is for the empty table, not for every empty cell.
    { id: 'noValue', value: '' },
    // A title is longer than what stands under it.
    { id: 'custom.wrapHeaderText', value: true },
  ]);
  for (const name of times.filter((column) => panel.columns.includes(column))) {
    // Without a unit of its own a time is shown to the millisecond.
    const ago = name === 'since' || narrow;
    builder.overrideByName(name, [{ id: 'unit', value: ago ? 'dateTimeFromNow' : 'dateTimeAsIso' }]);
  }
  for (const [name, mappings] of Object.entries(colouredWords).filter(([column]) => panel.columns.includes(column))) {
    builder.overrideByName(name, [
      { id: 'custom.cellOptions', value: { type: 'color-text' } },
      { id: 'mappings', value: [mappings] },
    ]);
  }
  if (panel.columns.includes('unit')) {
    builder.overrideByName('unit', [{ id: 'mappings', value: [unitWords, ownUnits] }]);
  }
  for (const name of ['ratio', 'peak'].filter((column) => panel.columns.includes(column))) {
    builder.overrideByName(name, [
      { id: 'unit', value: 'suffix:x' },
      { id: 'decimals', value: 2 },
    ]);
  }
  for (const name of [...(narrow ? ['operation'] : []), ...sentences].filter((column) =>
    panel.columns.includes(column)
  )) {
    builder.overrideByName(name, [wrapped]);
  }
  if (narrow) {
    // Less than Grafana's own least width, beside which the last column would be cut.
    builder.overrideByName('operation', [{ id: 'custom.minWidth', value: 90 }]);
  }
  for (const name of panel.columns.filter((column) => column in widths)) {
    const width = (narrow && inThird[name]) || (filterable && besideFilter[name]) || widths[name];
    builder.overrideByName(name, [{ id: 'custom.width', value: width }]);
  }
  if (panel.thresholdField) {
    builder.overrideByName(panel.thresholdField, [
      { id: 'custom.cellOptions', value: { type: 'color-text' } },
      { id: 'thresholds', value: { mode: 'absolute', steps: steps(system, panel) } },
      { id: 'color', value: { mode: 'thresholds' } },
    ]);
  }
  return builder;
}

/** One row per combination of labels, one column per query, named by its legend. */
function columns(system: System, panel: Panel) {
  const builder = new table.PanelBuilder()
    .showHeader(true)
    .cellHeight(common.TableCellHeight.Sm)
    .filterable(panel.width >= 12);
  const named = panel.promql.map((query, i) => ({
    ref: refId(i),
    name: query.legend ?? '',
    unit: query.unit ?? panel.unit,
  }));
  const renameByName = Object.fromEntries(
    named
      .flatMap(({ ref, name }) => [
        [`Value #${ref}`, name],
        ['Value', name],
      ])
      .reverse()
  );
  builder
    .withTransformation({ id: 'merge', options: {} })
    .withTransformation({
      id: 'organize',
      options: {
        excludeByName: { Time: true, __name__: true, job: true, instance: true },
        renameByName,
        // Columns are put in order before they are renamed.
        indexByName: Object.fromEntries(
          panel.columns.flatMap((name, i) => originals(named, name).map((column) => [column, i] as const))
        ),
      },
    })
    .overrideByRegexp('/.*/', [{ id: 'noValue', value: '' }, ...narrowColumns]);
  for (const label of panel.columns.filter(
    (column) => !column.startsWith('Value') && !named.some(({ name }) => name === column)
  )) {
    // A label is a word, even one of digits only.
    builder.overrideByName(label, [{ id: 'unit', value: 'string' }]);
  }
  if (panel.columns.length > 0) {
    builder.withTransformation({
      id: 'filterFieldsByName',
      options: { include: { names: panel.columns.map((name) => renameByName[name] ?? name) } },
    });
  }
  named.forEach(({ name, unit }) => builder.overrideByName(name, [{ id: 'unit', value: unit }]));
  const limited = panel.thresholdField ?? (steps(system, panel).length > 1 ? named[0]?.name : undefined);
  if (limited) {
    builder.overrideByName(limited, [
      { id: 'custom.cellOptions', value: { type: 'color-text' } },
      { id: 'thresholds', value: { mode: 'absolute', steps: steps(system, panel) } },
      { id: 'color', value: { mode: 'thresholds' } },
    ]);
  }
  return builder;
}

/** What a column is called before it is renamed: a value by its query, alone just "Value"; a label by itself. */
function originals(named: ReadonlyArray<{ ref: string; name: string }>, column: string): string[] {
  const query = named.find(({ name }) => name === column);
  return query ? [`Value #${query.ref}`, ...(named.length === 1 ? ['Value'] : [])] : [column];
}

/** A distribution over time, from the buckets of a histogram. */
function cells(panel: Panel) {
  return new heatmap.PanelBuilder()
    .calculate(false)
    .color(new heatmap.HeatmapColorOptionsBuilder().mode(heatmap.HeatmapColorMode.Scheme).scheme('Oranges').steps(32))
    .yAxis(new heatmap.YAxisConfigBuilder().unit(panel.unit))
    .cellGap(1);
}

function states() {
  return (
    new statetimeline.PanelBuilder()
      .legend(
        new common.VizLegendOptionsBuilder()
          .displayMode(common.LegendDisplayMode.List)
          .placement(common.LegendPlacement.Bottom)
          .showLegend(true)
          .calcs([])
      )
      .mergeValues(true)
      // In the mode of thresholds Grafana merges values into ranges, and forgets their words.
      .colorScheme(new dashboard.FieldColorBuilder().mode(dashboard.FieldColorModeId.Fixed).fixedColor('text'))
  );
}

/** The system's own alerts that are pending or firing now. */
function alertList(system: System, { severities }: Panel) {
  const ofSeverity = severities.length > 0 ? `,severity=~"${severities.join('|')}"` : '';
  return new dashboard.PanelBuilder().type('alertlist').options({
    viewMode: 'list',
    groupMode: 'default',
    groupBy: [],
    maxItems: 50,
    sortOrder: 3,
    dashboardAlerts: false,
    alertName: '',
    alertInstanceLabelFilter: `{system="${system.name}"${ofSeverity}}`,
    folder: null,
    showInstances: false,
    stateFilter: { firing: true, pending: true, noData: true, normal: false, error: true },
  });
}

/** Columns of our own tables that are a time. */
const times = ['start', 'end', 'since', 'validFrom'];

/** Columns of our own tables that are to be read, and take as many lines as that needs. */
const sentences = ['title', 'labels', 'reason', 'text', 'because'];

/** Pixels of the columns whose content is short; the others share the rest. */
const widths: Record<string, number> = {
  ...each(['ratio', 'trips'], 60),
  ...each(['p50', 'p99', 'mean', 'sd', 'delay', 'requests'], 77),
  ...each(['p95', 'baseline'], 84),
  ...each(['peak', 'tier'], 68),
  ...each(['failureThreshold', 'recoveryTimeout', 'sinceTrip', 'stateWord'], 85),
  ...each(['value', 'limit'], 90),
  ...each(['distance', 'duration', 'confidence', 'state', 'outcome', 'group'], 100),
  ...each(times, 155),
  since: 135,
  component: 110,
  id: 115,
  // A pair of name and value has no place at which its line could be broken.
  labels: 245,
  op: 55,
  unit: 95,
  anchor: 160,
  set: 110,
};

/** Of those whose title is as wide as what stands under it: with the filter's icon beside it. */
const besideFilter: Record<string, number> = {
  ...each(['ratio', 'peak', 'tier'], 78),
  ...each(['baseline', 'requests', 'sd'], 103),
  confidence: 120,
};

/** Of those that have to share a third of the page: a time is told in words there, a title takes two lines. */
const inThird: Record<string, number> = {
  ...each(times, 135),
  ...each(['peak', 'tier'], 62),
};

function each(names: string[], pixels: number): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, pixels]));
}

/** A tier is a number in answers to alert rules and a word elsewhere. */
const colouredWords = {
  tier: words({ normal: 'text', info: 'blue', warning: 'orange', critical: 'red' }),
  outcome: words({ missed: 'orange' }),
};

/** The units of targets, whose numbers stand as they are measured, in words instead of Grafana's names for them. */
const unitWords: dashboard.ValueMap = {
  type: dashboard.MappingType.ValueToText,
  options: Object.fromEntries(
    Object.entries({ short: ' ', percent: '%', percentunit: 'share', bytes: 'B', Bps: 'B/s', bps: 'bit/s' }).map(
      ([unit, text], index) => [unit, { text, index }]
    )
  ),
};
const ownUnits: dashboard.RegexMap = {
  type: dashboard.MappingType.RegexToText,
  options: { pattern: '^suffix:(.*)$', result: { text: '$1', index: 100 } },
};

function words(colors: Record<string, string>): dashboard.ValueMap {
  const entries = Object.entries(colors).flatMap(([text, color], index) => {
    const shown = { text, color, index };
    return [[text, shown] as const, [String(index), shown] as const];
  });
  return { type: dashboard.MappingType.ValueToText, options: Object.fromEntries(entries) };
}
