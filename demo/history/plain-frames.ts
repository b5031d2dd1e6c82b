/** Which series are no durations: a job's other metrics, and what the scrape itself leaves behind? */
import type { Moment, PlainMetric } from '../scenario/plain';
import type { Job } from '../systems/jobs';
import { STEP_SECONDS, timeOf } from './axis';
import type { Desk } from './desk';
import type { Frame } from './frame';

export function plainFrames(desk: Desk, job: Job, metric: PlainMetric): Frame[] {
  const { axis, timeline } = desk;
  let minute = axis.firstMinute;
  const noise = (key: string) => desk.noise.at(key, minute);
  return metric.series.map(({ labels, value }) => {
    let total = 0;
    const column = new Float64Array(axis.steps);
    for (let step = 0; step < axis.steps; step++) {
      minute = axis.firstMinute + step;
      const t = timeOf(axis, step);
      const now: Moment = { t, step: STEP_SECONDS, conditions: timeline.at(t), noise };
      const read = value(now);
      total += read * STEP_SECONDS;
      column[step] = metric.type === 'counter' ? total : read;
    }
    return desk.values(job, metric.name, labels, column);
  });
}

/** `up` is there even when the target does not answer, and says so. */
export function scrapeFrames(desk: Desk, job: Job): Frame[] {
  const { steps } = desk.axis;
  const up = new Float64Array(steps).fill(1);
  desk.absent(job).forEach(([from, to]) => up.fill(0, from, to));
  return [
    desk.values(job, 'up', {}, up, []),
    desk.values(job, 'scrape_duration_seconds', {}, new Float64Array(steps).fill(0.004), []),
  ];
}
