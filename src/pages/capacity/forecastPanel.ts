// How does Grafana's graph draw a forecast? What was measured as points, what is expected dashed, two bands around it.
import { FieldColorModeId, type FieldConfigSource } from '@grafana/data';

export const forecastOptions = {
  legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] },
  tooltip: { mode: 'multi', sort: 'none' },
};

const color = (fixedColor: string) => ({ id: 'color', value: { mode: FieldColorModeId.Fixed, fixedColor } });
const line = (width: number) => ({ id: 'custom.lineWidth', value: width });
/** Edges of bands are in the tooltip; as names below the graph they would only be long. */
const unnamed = { id: 'custom.hideFrom', value: { legend: true, tooltip: false, viz: false } };

export function forecastFields(operation: string): FieldConfigSource {
  const named = (edge: string) => `${operation} ${edge}`;
  const upper = (edge: string, lower: string, opacity: number) => ({
    matcher: { id: 'byName', options: named(edge) },
    properties: [
      color('text'),
      line(0),
      unnamed,
      { id: 'custom.fillBelowTo', value: named(lower) },
      { id: 'custom.fillOpacity', value: opacity },
    ],
  });
  const lower = (edge: string) => ({
    matcher: { id: 'byName', options: named(edge) },
    properties: [color('text'), line(0), unnamed],
  });
  return {
    defaults: { custom: { lineWidth: 2, fillOpacity: 0, showPoints: 'auto', spanNulls: false, axisSoftMin: 0 } },
    overrides: [
      upper('high95', 'low95', 10),
      upper('high80', 'low80', 15),
      lower('low95'),
      lower('low80'),
      {
        matcher: { id: 'byName', options: named('expected') },
        properties: [color('text'), line(1), { id: 'custom.lineStyle', value: { fill: 'dash', dash: [6, 6] } }],
      },
    ],
  };
}
