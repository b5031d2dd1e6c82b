/** What says a gauge of the last run, where several machines have one each? */
import { atLargest } from './largest';

/**
 * By each machine's own last run one that was slow days ago would stand beside a
 * normal one of now, and be taken for it: of the machines the one counts whose run
 * ended last. The gauge and the time at which its run ended differ in name only.
 */
export const ofLastRun = atLargest;
