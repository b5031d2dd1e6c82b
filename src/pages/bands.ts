// How do graphs with bands look, whatever their bands say? What was measured as a line, what is expected dashed.
import { FieldColorModeId, type FieldConfigSource } from '@grafana/data';

export const bandOptions = {
  legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] },
  tooltip: { mode: 'multi', sort: 'none' },
};

export const bandDefaults: FieldConfigSource['defaults'] = {
  custom: { lineWidth: 2, fillOpacity: 0, showPoints: 'auto', spanNulls: false, axisSoftMin: 0 },
};

export const grey = { id: 'color', value: { mode: FieldColorModeId.Fixed, fixedColor: 'text' } };
export const line = (width: number) => ({ id: 'custom.lineWidth', value: width });
export const dashed = { id: 'custom.lineStyle', value: { fill: 'dash', dash: [6, 6] } };
/** Edges are in the tooltip: the area says them, a line without width is nothing to look for. */
export const unlisted = { id: 'custom.hideFrom', value: { legend: true, tooltip: false, viz: false } };
