// What does the clock say to a page that stays open? Read anew every minute, so that no page lives in yesterday.
import { useEffect, useState } from 'react';

const everyMilliseconds = 60_000;

/** In milliseconds since 1970. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMilliseconds);
    return () => clearInterval(timer);
  }, []);
  return now;
}
