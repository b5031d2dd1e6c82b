/** How is each kind of panel drawn? */
import { ReduceDataOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as bargauge from '@grafana/grafana-foundation-sdk/bargauge';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as table from '@grafana/grafana-foundation-sdk/table';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';

import type { Panel } from '../panel';
import type { System } from '../system';
import { refId } from './queries';
import { steps } from './thresholds';

type Override = { id: string; value: unknown };

export function visual(
  system: System,
  panel: Panel
):
  | dashboard.PanelBuilder
  | ReturnType<typeof lines>
  | ReturnType<typeof numbers>
  | ReturnType<typeof bars>
  | ReturnType<typeof rows> {
  switch (panel.type) {
    case 'timeseries':
      return lines(system, panel);
    case 'stat':
      return numbers(panel);
    case 'bargauge':
      return bars(panel);
    case 'table':
      return rows(system, panel);
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
  if (panel.own.some((query) => query.band)) {
    builder.overrideByRegexp('/expected/', dashed).overrideByRegexp('/lower|upper/', faint);
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
const dashed: Override[] = [{ id: 'custom.lineStyle', value: { fill: 'dash', dash: [8, 6] } }];
const faint: Override[] = [
  { id: 'custom.lineWidth', value: 0 },
  { id: 'custom.fillOpacity', value: 12 },
  { id: 'color', value: { mode: 'fixed', fixedColor: 'text' } },
  { id: 'custom.hideFrom', value: { legend: true, tooltip: false, viz: false } },
];

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
  panel.promql.forEach((query, i) => {
    if (query.unit && query.unit !== panel.unit) {
      builder.overrideByQuery(refId(i), [{ id: 'unit', value: query.unit }]);
    }
  });
  return builder;
}

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

/** Units of our own tables come with their columns. */
function rows(system: System, panel: Panel) {
  const builder = new table.PanelBuilder().showHeader(true).cellHeight(common.TableCellHeight.Sm).filterable(true);
  if (panel.hide.length > 0) {
    builder.withTransformation({
      id: 'organize',
      options: {
        excludeByName: Object.fromEntries(panel.hide.map((name) => [name, true])),
        indexByName: {},
        renameByName: {},
      },
    });
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
