/** One of the threads that draw the history: takes a unit, hands its frames over, asks for the next. */
import { parentPort, workerData } from 'node:worker_threads';

import { Desk, type Plan } from './desk';
import { framesOf, units } from './units';

const port = parentPort;
if (!port) {
  throw new Error('demo/history/worker.ts runs in a worker thread only');
}
const desk = new Desk(workerData as Plan);
const work = units();

port.on('message', (place: number) => {
  const unit = work[place];
  const frames = unit ? framesOf(desk, unit) : [];
  port.postMessage(frames, [...new Set(frames.flatMap(({ payload }) => payload))]);
});
