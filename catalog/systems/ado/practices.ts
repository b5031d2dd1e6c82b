/** Which advice of D3 has no measurement that would trigger it (B11)? It stands in the guides. */
import type { z } from 'zod';

import type { Practice } from '../../model';

type Guide = z.input<typeof Practice>['guide'];

const practice =
  (guide: Guide) =>
  (number: number, line: number, title: string, text: string): z.input<typeof Practice> => ({
    id: `D3-O${String(number).padStart(2, '0')}`,
    title,
    text,
    guide,
    anchor: `D3 l.${line}`,
  });

const optimization = practice('optimization');
const benchmarking = practice('benchmarking');
const troubleshooting = practice('troubleshooting');

export const practices: Array<z.input<typeof Practice>> = [
  optimization(
    1,
    154,
    'Algorithms and data structures',
    'Before tuning, see how the work grows with its input: a better algorithm gains more than any setting. The operations that slow down with load are the first candidates.'
  ),
  optimization(
    11,
    181,
    'Static files from a delivery network',
    'Let a content delivery network serve what does not change; the API then serves only what has to be computed.'
  ),
  optimization(
    13,
    185,
    'PostgreSQL configuration',
    'Change one setting at a time (shared buffers, work memory, autovacuum), and compare a day before with a day after.'
  ),
  optimization(
    14,
    186,
    'Java components',
    'Where a component runs on the JVM, look at its garbage collection pauses before its heap size is changed. ADO itself is Python.'
  ),
  optimization(
    25,
    324,
    'Reserved instances',
    'Reserve for years what the Capacity dashboard shows as the lowest load of the last months, and not more.'
  ),
  optimization(
    26,
    325,
    'Spot instances',
    'Run batches that can be interrupted and repeated on spot instances; never the queue or the database.'
  ),
  optimization(
    28,
    329,
    'Cache: memory against CPU and database',
    'A cache buys database and CPU time with memory. Keep it while its hit rate and the time of a miss make that a good trade.'
  ),
  optimization(
    29,
    330,
    'Delivery network: traffic against servers',
    'A delivery network moves load from servers to a bill for traffic. Compare both over a month before deciding.'
  ),
  optimization(
    31,
    332,
    'Fast or cheap disks',
    'Put what is read at random (tables, indexes) on fast disks, and what is written once (logs, artefacts) on cheap ones.'
  ),
  benchmarking(
    33,
    372,
    'Compare two versions',
    'Give two versions the same kind of requests at the same time, and compare them in the same hours; a comparison with last week also compares the weeks.'
  ),
  benchmarking(
    34,
    373,
    'Release to a few first',
    'Lead a small share of the requests to the new version, compare it with the old one by version, and go on only when the difference is within noise.'
  ),
  optimization(
    36,
    379,
    'Think of performance when designing',
    'Write down for each new operation how often it will run and how long it may take; both become a target that can be checked.'
  ),
  optimization(
    37,
    380,
    'Measure every critical path',
    'Time what users wait for, what agents wait for, and every call that leaves the process; the probe of the data source lists what is still missing.'
  ),
  troubleshooting(
    38,
    381,
    'Profile regularly',
    'Record a minute of a process in production with py-spy every week, and compare it with the last one: what grew is found before it hurts.'
  ),
  optimization(
    39,
    382,
    'Begin with what matters most',
    'Order candidates by time in all (rate times duration), not by duration alone: a fast operation that runs constantly may cost most.'
  ),
  benchmarking(
    40,
    383,
    'Load test early',
    'Run a short load test in the pipeline on every change and a long one every night, and let a gate compare them with earlier runs.'
  ),
  troubleshooting(
    41,
    386,
    'Watch what comes before',
    'Queue size, pool utilization and the share of retries move before response times do: look at them first.'
  ),
  optimization(
    42,
    387,
    'Plan for growth and peaks',
    'Read the required instances of the next quarter and of a release once a month, before they are needed.'
  ),
  benchmarking(
    43,
    388,
    'Budgets for performance',
    'Give each important operation a limit and treat a change that breaks it like a failing test; gates hold a run against such limits.'
  ),
  benchmarking(
    44,
    389,
    'Review once a week',
    'Go through the weekly report together: what became slower, which targets are missed, what was decided last week and whether it helped.'
  ),
  troubleshooting(
    45,
    390,
    'Write down what was changed and why',
    'Note every optimization with the numbers before and after; baselines keep who changed them, when and why.'
  ),
];
