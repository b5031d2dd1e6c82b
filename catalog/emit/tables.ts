/** How is a table drawn: the columns of our own data source, or one column per query of Prometheus? */
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as table from '@grafana/grafana-foundation-sdk/table';

import type { Panel } from '../panel';
import type { System } from '../system';
import type { Override } from './bands';
import { refId } from './queries';
import { steps } from './thresholds';

/** A text takes as many lines as it needs. */
export const wrapped = { id: 'custom.cellOptions', value: { type: 'auto', wrapText: true } };

/** All columns of a table are seen, also where its panel is too narrow for the width that Grafana gives each. */
export const narrowColumns = [
  { id: 'custom.minWidth', value: 50 },
  { id: 'custom.wrapHeaderText', value: true },
];

/** Units of our own tables come with their columns. */
export function rows(system: System, panel: Panel) {
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
    builder.overrideByName(panel.thresholdField, coloured(system, panel));
  }
  return builder;
}

/** The text of a limited column has the colour of its limits. */
const coloured = (system: System, panel: Panel): Override[] => [
  { id: 'custom.cellOptions', value: { type: 'color-text' } },
  { id: 'thresholds', value: { mode: 'absolute', steps: steps(system, panel) } },
  { id: 'color', value: { mode: 'thresholds' } },
];

/** One row per combination of labels, one column per query, named by its legend. */
export function columns(system: System, panel: Panel) {
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
    builder.overrideByName(limited, coloured(system, panel));
  }
  return builder;
}

/** What a column is called before it is renamed: a value by its query, alone just "Value"; a label by itself. */
function originals(named: ReadonlyArray<{ ref: string; name: string }>, column: string): string[] {
  const query = named.find(({ name }) => name === column);
  return query ? [`Value #${query.ref}`, ...(named.length === 1 ? ['Value'] : [])] : [column];
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
