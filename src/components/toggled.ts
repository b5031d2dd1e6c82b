// What is chosen once one more is, or one less.
export function toggled<T>(chosen: ReadonlySet<T>, one: T): ReadonlySet<T> {
  const next = new Set(chosen);
  if (!next.delete(one)) {
    next.add(one);
  }
  return next;
}
