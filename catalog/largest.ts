/** What says a gauge where another quantity is largest: on the machine whose run ended last, in the process with the fullest pool? */

/** Gauge and rank have the same labels; where they have only some in common, `matched` names these: ` on (job, instance)`. */
export const atLargest = (gauge: string, rank: string, by: string, matched = '') =>
  `max by (${by}) (${gauge} and${matched} ${rank} == on (${by}) group_left () max by (${by}) (${rank}))`;
