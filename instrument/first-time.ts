/** True for the first caller only: what ends in a `try` and again in its `catch`, or on `finish` and on `close`, counts once. */
export function firstTime(): () => boolean {
  let first = true;
  return () => {
    const was = first;
    first = false;
    return was;
  };
}
