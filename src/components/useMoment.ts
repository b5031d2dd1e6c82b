// At which moment is a time range looked at? Now, second by second, where it ends now; a past range stands still.
import { type TimeRange } from '@grafana/data';
import { useEffect, useState } from 'react';

/** In milliseconds. Ticks only while `ticking`, so that a quiet panel costs nothing. */
export function useMoment(range: TimeRange, ticking: boolean): number {
  const end = range.to.valueOf();
  const live = range.raw.to === 'now';
  const [clock, setClock] = useState(end);
  useEffect(() => {
    if (!live || !ticking) {
      return undefined;
    }
    const timer = setInterval(() => setClock(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [live, ticking]);
  return live ? Math.max(clock, end) : end;
}
