// How full is a pool of connections? Every process has its own, and requests wait for that of the process which answers
// them: all together hide one that is used up behind those that idle.

/**
 * Connections in use and the most there may be, each as an instant vector, told apart by a label where a process has
 * several. A pool without a limit says 0 in many libraries: no share of it can be used up.
 */
export function pools(usedOf: string, mostOf: string, label?: string) {
  const kept = label === undefined ? [] : [label];
  const by = (...labels: string[]) => (labels.length > 0 ? ` by (${labels.join(', ')})` : '');
  const ofProcess = (of: string) => `sum${by('job', 'instance', ...kept)} (${of})`;
  const used = ofProcess(usedOf);
  const most = ofProcess(mostOf);
  const share = `${used} / (${most} > 0)`;
  const fullest = `max${by(...kept)} (${share})`;
  // There is one setting for all processes, which has to do for the fullest.
  const ofFullest = (of: string) =>
    `max${by(...kept)} (${of} and ${share} == on (${kept.join(', ')}) group_left () ${fullest})`;
  return {
    used,
    most,
    ratio: `max${by('instance', ...kept)} (${share})`,
    fullest: { ratio: fullest, used: ofFullest(used), most: ofFullest(most) },
  };
}
