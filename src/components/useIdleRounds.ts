// When is a list read anew that people work through? While nobody touches the page, so that nothing moves under a
// pointer, and when somebody comes back to it: a tab that was open overnight does not tell of yesterday.
import { useEffect, useState } from 'react';

const idleMilliseconds = 300_000;
const lookMilliseconds = 60_000;
const touches = ['pointermove', 'pointerdown', 'keydown', 'wheel'] as const;

/** What is being written in a dialog is about what was looked at. */
const isDeciding = () => window.document.querySelector('[role="dialog"]') !== null;

/** Another number for each time that it is to be read; nothing is for a page that nobody can see. */
export function useIdleRounds(): number {
  const [rounds, setRounds] = useState(0);
  useEffect(() => {
    let since = Date.now();
    const look = () => {
      if (Date.now() - since >= idleMilliseconds && !window.document.hidden && !isDeciding()) {
        since = Date.now();
        setRounds((before) => before + 1);
      }
    };
    const touch = () => {
      look();
      since = Date.now();
    };
    const timer = setInterval(look, lookMilliseconds);
    window.document.addEventListener('visibilitychange', touch);
    touches.forEach((name) => window.addEventListener(name, touch, { passive: true }));
    return () => {
      clearInterval(timer);
      window.document.removeEventListener('visibilitychange', touch);
      touches.forEach((name) => window.removeEventListener(name, touch));
    };
  }, []);
  return rounds;
}
