// How full is a pool of connections? Every process has its own, and requests wait for that of the process which answers
// them: all together hide one that is used up behind those that idle.
import { atLargest } from './largest';

/**
 * Connections in use and the most there may be, each as an instant vector, told apart by a label where a process has
 * several. A pool without a limit says 0 in many libraries: no share of it can be used up.
 */
export function pools(usedOf: string, mostOf: string, label = '') {
  const kept = label && `, ${label}`;
  const ofProcess = (of: string) => `sum by (job, instance${kept}) (${of})`;
  const used = ofProcess(usedOf);
  const most = ofProcess(mostOf);
  const share = `${used} / (${most} > 0)`;
  // There is one setting for all processes, which has to do for the fullest.
  const ofFullest = (of: string) => atLargest(of, share, label);
  return {
    used,
    most,
    ratio: `max by (instance${kept}) (${share})`,
    fullest: { ratio: `max${label && ` by (${label})`} (${share})`, used: ofFullest(used), most: ofFullest(most) },
  };
}
