// At which moment is a time range looked at? Now, second by second, where it ends now or later; a past range stands still.
import { type TimeRange } from '@grafana/data';
import { useEffect, useState } from 'react';

/** In milliseconds. Ticks only while `ticking`, so that a quiet panel costs nothing. */
export function useMoment(range: TimeRange, ticking: boolean): number {
  const end = range.to.valueOf();
  const [clock, setClock] = useState(() => Date.now());
  const live = range.raw.to === 'now';
  // "Today" ends tonight: what began an hour ago has not lasted until then.
  const ahead = !live && end > clock;
  useEffect(() => {
    if (!live && !ahead) {
      return undefined;
    }
    const look = () => setClock(Date.now());
    const timer = ticking ? setInterval(look, 1000) : undefined;
    const once = ahead ? setTimeout(look) : undefined;
    return () => {
      clearInterval(timer);
      clearTimeout(once);
    };
  }, [live, ahead, ticking, range]);
  return live ? Math.max(clock, end) : Math.min(clock, end);
}
