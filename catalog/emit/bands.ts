/** How are bands drawn? Between two lines that are not drawn themselves. */
import type { Panel } from '../panel';

export interface Override {
  id: string;
  value: unknown;
}

const grey: Override = { id: 'color', value: { mode: 'fixed', fixedColor: 'text' } };
/** Edges are in the tooltip; below the graph they would only be long. */
const unnamed: Override = { id: 'custom.hideFrom', value: { legend: true, tooltip: false, viz: false } };
const named = (name: string): Override => ({ id: 'displayName', value: name });
const dashed: Override = { id: 'custom.lineStyle', value: { fill: 'dash', dash: [8, 6] } };

const undrawn: Override = { id: 'custom.lineWidth', value: 0 };
const lower = (name: string): Override[] => [named(name), undrawn, grey, unnamed];
const upper = (name: string, to: string, opacity: number): Override[] => [
  named(name),
  undrawn,
  { id: 'custom.fillBelowTo', value: to },
  { id: 'custom.fillOpacity', value: opacity },
  grey,
  unnamed,
];

/** What single windows normally lie in. */
const normal: Array<[string, Override[]]> = [
  ['expected', [named('normal'), dashed, grey]],
  ['lower', lower('lower')],
  ['upper', upper('upper', 'lower', 12)],
];

/** A forecast has a value for each day: marks of them all would hide the bands. */
const unmarked: Override = { id: 'custom.showPoints', value: 'never' };

/** What holds a day to come with 95 and with 80 %: the inner one lies on the outer one. */
const forecast: Array<[string, Override[]]> = [
  ['value', [named('measured')]],
  ['expected', [named('expected'), dashed, grey, unmarked]],
  ['low95', [...lower('95 % from'), unmarked]],
  ['high95', [...upper('95 % to', '95 % from', 10), unmarked]],
  ['low80', [...lower('80 % from'), unmarked]],
  ['high80', [...upper('80 % to', '80 % from', 15), unmarked]],
];

/** Overrides by the names that our data source gives; of a forecast only where it is of one operation. */
export function bandsOf(panel: Panel): Array<[string, Override[]]> {
  if (panel.own.some((query) => query.table === 'forecast')) {
    return forecast;
  }
  return panel.own.some((query) => query.band) ? normal : [];
}
