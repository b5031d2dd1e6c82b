// When does a field that is read on leaving it change its query? Only when a person wrote something else into it:
// walking through with Tab must not make a saved dashboard a changed one.
import { type FocusEvent } from 'react';

export const whenLeft =
  <T>(before: T, read: (typed: string) => T, change: (value: T) => void) =>
  ({ currentTarget }: FocusEvent<HTMLInputElement>) => {
    const value = read(currentTarget.value);
    if (value !== before) {
      change(value);
    }
  };

export const trimmed = (typed: string) => typed.trim();
