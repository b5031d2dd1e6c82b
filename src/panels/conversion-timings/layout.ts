// How much of the matrix fits? Decided by the panel's width in pixels.
import { type Layout } from './options';

/** The column with the conversions' names, in pixels. */
export const nameWidth = (width: number) => Math.round(Math.min(260, Math.max(128, width * 0.18)));

const cellWidth = 164;
const worstBelow = 340;

const chosen: ReadonlyArray<Exclude<Layout, 'auto'>> = ['matrix', 'list', 'worst'];

export function chooseLayout(wanted: Layout, width: number, sizes: number): Exclude<Layout, 'auto'> {
  // A dashboard may come from a file, or from another version: a word that is not known must not leave the panel empty.
  const known = chosen.find((layout) => layout === wanted);
  if (known) {
    return known;
  }
  if (width < worstBelow) {
    return 'worst';
  }
  return width >= nameWidth(width) + Math.max(sizes, 1) * cellWidth ? 'matrix' : 'list';
}
