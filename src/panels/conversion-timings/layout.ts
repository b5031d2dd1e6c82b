// How much of the matrix fits? Decided by the panel's width in pixels.
import { type Layout } from './options';

/** The column with the conversions' names, in pixels. */
export const nameWidth = (width: number) => Math.round(Math.min(260, Math.max(128, width * 0.18)));

const cellWidth = 164;
const worstBelow = 340;

export function chooseLayout(wanted: Layout, width: number, sizes: number): Exclude<Layout, 'auto'> {
  if (wanted !== 'auto') {
    return wanted;
  }
  if (width < worstBelow) {
    return 'worst';
  }
  return width >= nameWidth(width) + Math.max(sizes, 1) * cellWidth ? 'matrix' : 'list';
}
