// What stands in a field while somebody types: the value of the address, until it is another one.
import { useState } from 'react';

export function useTyped(value: string): [typed: string, setTyped: (text: string) => void] {
  const [typed, setTyped] = useState(value);
  const [seen, setSeen] = useState(value);
  if (value !== seen) {
    setSeen(value);
    setTyped(value);
  }
  return [typed, setTyped];
}
