/** How is each kind of panel drawn? */
import { ReduceDataOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as bargauge from '@grafana/grafana-foundation-sdk/bargauge';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as heatmap from '@grafana/grafana-foundation-sdk/heatmap';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as statetimeline from '@grafana/grafana-foundation-sdk/statetimeline';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';

import type { Panel } from '../panel';
import type { System } from '../system';
import { bandsOf, type Override } from './bands';
import { alertList, belowIt, colours, dashedLimits, everySeries } from './own-dashboard';
import { refId } from './queries';
import { columns, rows } from './tables';
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
  | ReturnType<typeof alertsOf> {
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
      return alertsOf(system, panel);
    default:
      return new dashboard.PanelBuilder().type(panel.type).options({});
  }
}

export function thresholds(system: System, panel: Panel): Builder<dashboard.ThresholdsConfig> {
  return colours(steps(system, panel));
}

function lines(system: System, panel: Panel) {
  const builder = new timeseries.PanelBuilder()
    .legend(belowIt())
    .tooltip(everySeries())
    .lineWidth(1)
    .fillOpacity(panel.stacked ? 20 : 0)
    .showPoints(common.VisibilityMode.Auto)
    .colorScheme(new dashboard.FieldColorBuilder().mode(dashboard.FieldColorModeId.PaletteClassic));
  if (steps(system, panel).length > 1) {
    builder.thresholdsStyle(dashedLimits());
  }
  if (panel.stacked) {
    builder.stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal).group('A'));
  }
  if (panel.logarithmic) {
    builder.scaleDistribution(new common.ScaleDistributionConfigBuilder().type(common.ScaleDistribution.Log).log(10));
  }
  otherUnits(panel).forEach(([ref, unit]) => builder.overrideByQuery(ref, rightAxis(unit)));
  for (const [name, override] of bandsOf(panel)) {
    builder.overrideByName(name, override);
  }
  const top = softMaximum(steps(system, panel)) ?? softMaximumOfNothing(panel);
  if (top !== undefined) {
    builder.axisSoftMax(top);
  }
  return builder;
}

/** The queries whose unit is not that of their panel. */
const otherUnits = ({ promql, unit: own }: Panel) =>
  promql.flatMap(({ unit }, i) => (unit && unit !== own ? [[refId(i), unit] as const] : []));

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
  otherUnits(panel).forEach(([ref, unit]) => builder.overrideByQuery(ref, [{ id: 'unit', value: unit }]));
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
  otherUnits(panel).forEach(([ref, unit]) => builder.overrideByQuery(ref, [{ id: 'unit', value: unit }]));
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
      .legend(belowIt())
      .mergeValues(true)
      // In the mode of thresholds Grafana merges values into ranges, and forgets their words.
      .colorScheme(new dashboard.FieldColorBuilder().mode(dashboard.FieldColorModeId.Fixed).fixedColor('text'))
  );
}

/** The system's own alerts that are pending or firing now. */
function alertsOf(system: System, { severities }: Panel) {
  const ofSeverity = severities.length > 0 ? `,severity=~"${severities.join('|')}"` : '';
  const states = { firing: true, pending: true, noData: true, normal: false, error: true };
  return new dashboard.PanelBuilder()
    .type('alertlist')
    .options(alertList(`{system="${system.name}"${ofSeverity}}`, states));
}
