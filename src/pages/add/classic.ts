// How does a dashboard of the classic schema (v0, v1) get one panel more? Below all others; nothing else of it changes.
import { type PanelJson, type SizedPanel } from './panel';

export interface ClassicPanel {
  id?: number;
  gridPos?: { x: number; y: number; w: number; h: number };
  /** Of a collapsed row: they take no room until it is opened. */
  panels?: ClassicPanel[];
}

export interface ClassicSpec {
  panels?: ClassicPanel[];
  [field: string]: unknown;
}

export type PlacedPanel = PanelJson & Required<Pick<ClassicPanel, 'id' | 'gridPos'>>;

function placeClassic(spec: ClassicSpec, { panel, size }: SizedPanel): PlacedPanel {
  const shown = spec.panels ?? [];
  const ids = shown.flatMap((one) => [one, ...(one.panels ?? [])]).map(({ id }) => id ?? 0);
  const bottom = Math.max(0, ...shown.map(({ gridPos }) => (gridPos ? gridPos.y + gridPos.h : 0)));
  return { ...panel, id: Math.max(0, ...ids) + 1, gridPos: { x: 0, y: bottom, ...size } };
}

export const addToClassic = (spec: ClassicSpec, sized: SizedPanel): ClassicSpec => ({
  ...spec,
  panels: [...(spec.panels ?? []), placeClassic(spec, sized)],
});
