/**
 * Where does a panel say why it is empty? In its place, where Grafana sets the
 * sentence in lines. A stat shrinks a long one until nobody can read it, a bar
 * gauge cuts it where it is longer than the panel, and a heatmap has words of its
 * own: of these it stands in the description, and the panel says so where it can.
 */

/** What stands in a panel without room for a sentence: the info sign beside the title shows the description. */
export const seeDescription = 'No data, see info';

/** Letters for which a column of the grid has room on a narrow screen: those of a stat must be no smaller than a title's. */
const lettersPerColumn: Record<string, number> = { bargauge: 4.5, stat: 4, heatmap: 0 };

const hasRoom = (type: string, width: number, why: string) =>
  why.length <= (lettersPerColumn[type] ?? Infinity) * width;

interface Empty {
  /** What stands in an empty panel. */
  noValue: string;
  /** A paragraph of the description. */
  remark?: string;
}

export const emptyOf = (type: string, width: number, why: string): Empty =>
  hasRoom(type, width, why) ? { noValue: why } : { noValue: seeDescription, remark: `No data: ${why}` };
