// How does Grafana's own graph draw live against normal? The band filled between its edges, live on top.
import { FieldColorModeId, type FieldConfigSource } from '@grafana/data';

/** The names that the data source gives to the band of an operation. */
export const bandNames = (name: string) => ({
  upper: `${name} upper`,
  lower: `${name} lower`,
  expected: `${name} expected`,
});

export const bandOptions = {
  legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] },
  tooltip: { mode: 'multi', sort: 'none' },
};

const color = (fixedColor: string) => ({ id: 'color', value: { mode: FieldColorModeId.Fixed, fixedColor } });
const line = (width: number) => ({ id: 'custom.lineWidth', value: width });
/** The area says it: a line without width is nothing to look for. */
const unlisted = { id: 'custom.hideFrom', value: { legend: true, tooltip: false, viz: false } };
const noPoints = { id: 'custom.showPoints', value: 'never' };

export function bandFields(names: { upper: string; lower: string; expected: string }): FieldConfigSource {
  return {
    defaults: { custom: { lineWidth: 2, fillOpacity: 0, showPoints: 'auto', spanNulls: false, axisSoftMin: 0 } },
    overrides: [
      {
        matcher: { id: 'byName', options: names.upper },
        properties: [
          color('text'),
          line(0),
          noPoints,
          unlisted,
          { id: 'custom.fillBelowTo', value: names.lower },
          { id: 'custom.fillOpacity', value: 15 },
        ],
      },
      { matcher: { id: 'byName', options: names.lower }, properties: [color('text'), line(0), noPoints, unlisted] },
      {
        matcher: { id: 'byName', options: names.expected },
        properties: [
          color('text'),
          line(1),
          noPoints,
          { id: 'custom.lineStyle', value: { fill: 'dash', dash: [6, 6] } },
        ],
      },
    ],
  };
}
