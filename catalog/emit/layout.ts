/** Where does each panel stand on Grafana's grid of 24 columns? In reading order, row by row. */
import type { Row } from '../panel';

export interface Position {
  x: number;
  y: number;
  w: number;
  h: number;
}

const columns = 24;

export interface PlacedRow {
  row: Row;
  at: Position;
  panels: Position[];
}

export function placed(rows: readonly Row[]): PlacedRow[] {
  let y = 0;
  return rows.map((row) => {
    const at = { x: 0, y, w: columns, h: 1 };
    const panels = lines(row, y + 1);
    y = Math.max(...panels.map((panel) => panel.y + panel.h));
    return { row, at, panels };
  });
}

/** Fills lines from the left; a line is as high as its highest panel. */
function lines(row: Row, top: number): Position[] {
  let x = 0;
  let y = top;
  let height = 0;
  return row.panels.map(({ width: w, height: h }) => {
    if (x + w > columns) {
      x = 0;
      y += height;
      height = 0;
    }
    const position = { x, y, w, h };
    x += w;
    height = Math.max(height, h);
    return position;
  });
}
