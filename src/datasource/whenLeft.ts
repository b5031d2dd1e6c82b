// When does a field that is read on leaving it change its query? Only when a person wrote something else into it:
// walking through with Tab must not make a saved dashboard a changed one.
import { type KeyboardEvent, type SyntheticEvent } from 'react';

export const whenLeft =
  <T>(before: T, read: (typed: string) => T, change: (value: T) => void) =>
  ({ currentTarget }: SyntheticEvent<HTMLInputElement>) => {
    const value = read(currentTarget.value);
    if (value !== before) {
      change(value);
    } else {
      // What was not taken does not stay there as if it had been.
      currentTarget.value = before === undefined ? '' : String(before);
    }
  };

/** Enter saves the form of Grafana's settings, and does not leave the field: what is written there is taken then as well. */
export const leftOrEntered = (take: (event: SyntheticEvent<HTMLInputElement>) => void) => ({
  onBlur: take,
  onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => event.key === 'Enter' && take(event),
});

export const trimmed = (typed: string) => typed.trim();
