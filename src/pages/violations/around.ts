// Which time does the graph of an operation show, so that something that happened to it is seen? As much before and after.
const hour = 3_600_000;

/** So many hours back the graph looks where the address asks for no time. */
export const usualHours = 6;

/**
 * For the address: from half an hour before it began, or half its own length, until as long after its end; null goes on.
 * Nothing where the graph shows it anyhow: that one goes on with the clock.
 */
export function around(start: string, end: string | null, now: number): { from?: string; to?: string } {
  const begin = Date.parse(start);
  const finish = end === null ? now : Date.parse(end);
  const margin = Math.max(hour, finish - begin) / 2;
  const to = finish + margin;
  return begin - hour / 2 >= now - usualHours * hour
    ? {}
    : { from: String(Math.floor(begin - margin)), to: to >= now ? 'now' : String(Math.ceil(to)) };
}
