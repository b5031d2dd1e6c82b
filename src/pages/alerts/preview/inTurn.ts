// How many previews ask at a time? Two: Prometheus serves the dashboards and rules of others, too.
const atOnce = 2;

let busy = 0;
const waiting: Array<() => void> = [];

export async function inTurn<T>(act: () => Promise<T>): Promise<T> {
  if (busy >= atOnce) {
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    busy++;
  }
  try {
    return await act();
  } finally {
    const next = waiting.shift();
    if (next) {
      next();
    } else {
      busy--;
    }
  }
}
