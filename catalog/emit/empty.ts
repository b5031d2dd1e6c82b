/**
 * Where does a panel say why it is empty? In its place, where Grafana sets the
 * sentence in lines. A stat shrinks it until nobody can read it, a bar gauge
 * cuts it where it is longer than the panel, and a heatmap has words of its own:
 * of these it stands in the description, and the panel says so where it can.
 */

/** What stands in a panel without room for a sentence: the info sign beside the title shows the description. */
export const seeDescription = 'No data, see info';

/** Letters of a bar gauge's text for which a column of the grid has room on a narrow screen. */
const lettersPerColumn = 4.5;

const hasRoom = (type: string, width: number, why: string) =>
  type === 'bargauge' ? why.length <= lettersPerColumn * width : type !== 'stat' && type !== 'heatmap';

interface Empty {
  /** What stands in an empty panel. */
  noValue: string;
  /** A paragraph of the description. */
  remark?: string;
}

export const emptyOf = (type: string, width: number, why: string): Empty =>
  hasRoom(type, width, why) ? { noValue: why } : { noValue: seeDescription, remark: `No data: ${why}` };
