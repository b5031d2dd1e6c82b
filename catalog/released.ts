/**
 * Which rules did a version install from files? Grafana keeps a rule until a file lists it under deleteRules, so that one
 * that a later version drops has to be known here for ever: nothing leaves this list, and a new rule joins it under the
 * version that brings it (generation fails without).
 */
export const releasedRules: Readonly<Record<string, readonly string[]>> = {
  '0.1.0': [
    'yardstick-f-d1-a01',
    'yardstick-f-d1-a02',
    'yardstick-f-d1-a03',
    'yardstick-f-d1-a04',
    'yardstick-f-d1-a05',
    'yardstick-f-d1-a06',
    'yardstick-f-d1-a07',
    'yardstick-f-d1-metrics-missing',
    'yardstick-f-d2-a01',
    'yardstick-f-d2-a02',
    'yardstick-f-d2-a03',
    'yardstick-f-d2-a04',
    'yardstick-f-d2-a05',
    'yardstick-f-d2-a06',
    'yardstick-f-d2-a07a',
    'yardstick-f-d2-a07b',
    'yardstick-f-d2-a08',
    'yardstick-f-d2-a09',
    'yardstick-f-d2-metrics-missing',
    'yardstick-f-d3-a01a',
    'yardstick-f-d3-a01b',
    'yardstick-f-d3-a02',
    'yardstick-f-d3-a03',
    'yardstick-f-d3-a04',
    'yardstick-f-d3-a05',
    'yardstick-f-d3-a06',
    'yardstick-f-d3-a07',
    'yardstick-f-d3-a08',
    'yardstick-f-d3-a09-a12',
    'yardstick-f-d3-a10',
    'yardstick-f-d3-a11',
    'yardstick-f-d3-metrics-missing',
    'yardstick-f-d4-a01-a06',
    'yardstick-f-d4-a02',
    'yardstick-f-d4-a03',
    'yardstick-f-d4-a04a',
    'yardstick-f-d4-a04b',
    'yardstick-f-d4-a05',
    'yardstick-f-d4-a07',
    'yardstick-f-d4-metrics-missing',
    'yardstick-f-d5-a01',
    'yardstick-f-d5-a02',
    'yardstick-f-d5-a03',
    'yardstick-f-d5-a04-a05',
    'yardstick-f-d5-a06',
    'yardstick-f-d5-metrics-missing',
    'yardstick-f-dead-man',
    'yardstick-f-own-learner-lag',
    'yardstick-f-own-prometheus-refuses',
    'yardstick-f-own-prometheus-slow',
    'yardstick-f-own-queries-fail',
    'yardstick-f-own-store-errors',
    'yardstick-f-own-store-unwritable',
    'yardstick-f-own-unpublished',
  ],
};

const released = () => Object.values(releasedRules).flat();

/** Those of earlier versions that are none of the current ones. */
export function withdrawn(current: readonly string[]): string[] {
  return released().filter((uid) => !current.includes(uid));
}

/** Throws where a current one is not in the list: nobody would remove it once it is dropped. */
export function mustBeReleased(current: readonly string[]): void {
  const known = released();
  const missing = current.filter((uid) => !known.includes(uid));
  if (missing.length > 0) {
    throw new Error(
      `catalog/released.ts does not list ${missing.join(', ')}: add them under the version that brings them`
    );
  }
}
