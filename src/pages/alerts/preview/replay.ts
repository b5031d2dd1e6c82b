// When would a rule have fired, had it watched these values? Its own bound, way back, pending period and keeping.

/** The values of one series at the ends of equal steps; null where there was none. Times in milliseconds. */
export interface Series {
  name: string;
  times: number[];
  values: Array<number | null>;
}

export interface Bound {
  type: string;
  params: number[];
}

export interface Watch {
  bound: Bound;
  back?: Bound;
  /** Seconds. */
  pending: number;
  keep: number;
}

/** A stretch in which an alert would have fired. */
export interface Episode {
  name: string;
  from: number;
  to: number;
}

function meets({ type, params }: Bound, value: number): boolean {
  const [first = 0, second = 0] = params;
  switch (type) {
    case 'gt':
      return value > first;
    case 'gte':
      return value >= first;
    case 'lt':
      return value < first;
    case 'lte':
      return value <= first;
    case 'within_range':
      return value > first && value < second;
    case 'outside_range':
      return value < first || value > second;
    default:
      return false;
  }
}

/** Without a value an alert ends, as these rules say (no data is OK). */
export function replay(series: Series, { bound, back, pending, keep }: Watch, stepSeconds: number): Episode[] {
  const step = stepSeconds * 1000;
  const episodes: Episode[] = [];
  let since: number | undefined; // of the condition
  let lastHeld = 0;
  let firing: Episode | undefined;
  const each = new Map(series.times.map((time, index) => [time, series.values[index] ?? null]));
  const end = series.times.at(-1) ?? 0;
  for (let time = series.times[0] ?? 0; time <= end; time += step) {
    const value = each.get(time) ?? null;
    const held = value !== null && (since !== undefined && back ? !meets(back, value) : meets(bound, value));
    if (held) {
      since ??= time;
      lastHeld = time;
      if (time - since >= pending * 1000 || pending < stepSeconds) {
        if (!firing) {
          firing = { name: series.name, from: time, to: time };
          episodes.push(firing);
        }
        firing.to = time + step;
      }
      continue;
    }
    since = undefined;
    if (firing && time - lastHeld >= keep * 1000) {
      firing.to = Math.max(firing.to, lastHeld + keep * 1000);
      firing = undefined;
    }
  }
  return episodes;
}

export interface Told {
  /** How often an alert would have begun, over all series. */
  times: number;
  /** Seconds with at least one alert. */
  seconds: number;
  stretches: Array<{ from: number; to: number }>;
}

/** All series together: stretches that overlap are one on the strip. */
export function told(episodes: Episode[]): Told {
  const sorted = episodes.map(({ from, to }) => ({ from, to })).sort((a, b) => a.from - b.from);
  const stretches: Told['stretches'] = [];
  for (const each of sorted) {
    const last = stretches.at(-1);
    if (last && each.from <= last.to) {
      last.to = Math.max(last.to, each.to);
    } else {
      stretches.push(each);
    }
  }
  const seconds = stretches.reduce((sum, { from, to }) => sum + (to - from) / 1000, 0);
  return { times: episodes.length, seconds, stretches };
}
