/** Which targets does the demo's Prometheus scrape, and what does each expose? */
import type { NamedFault, SystemName } from '../scenario/faults';
import type { PlainMetric } from '../scenario/plain';
import type { Stream } from '../scenario/stream';
import { wrongFaults, wrongMetrics, wrongStreams } from './documents-errors';
import { hostMetrics } from './host';
import * as kgas from './kgas/application';
import { kgasFaults } from './kgas/faults';
import { litellm } from './kgas/litellm';
import { neo4j } from './kgas/neo4j';
import { kgasStreams } from './kgas/operations';
import * as omninode from './omninode/application';
import { omninodeFaults } from './omninode/faults';
import { omninodeStreams } from './omninode/operations';
import { postgres } from './omninode/postgres';

export interface Job {
  name: string;
  /** The label `instance`, the same in history and live, so that a series goes on. */
  instance: string;
  system: SystemName;
  /** What it stands in for, where it is somebody else's exporter. */
  standIn?: string;
  streams: readonly Stream[];
  /** Metrics that `instrument/` emits in the live part. */
  instrumented: readonly PlainMetric[];
  /** Metrics that the demo writes itself. */
  others: readonly PlainMetric[];
}

const GIB = 1024 ** 3;

function job(system: SystemName, name: string, parts: Partial<Job>): Job {
  return { name, instance: `${name}-1`, system, streams: [], instrumented: [], others: [], ...parts };
}

const kgasHost = { system: 'kgas', memory: 32 * GIB, disk: 400 * GIB, groups: { kgas: 46, neo4j: 88 } } as const;
const omninodeHost = {
  system: 'omninode',
  memory: 16 * GIB,
  disk: 200 * GIB,
  groups: { omninode: 31, postgres: 40 },
} as const;

export const jobs: readonly Job[] = [
  job('kgas', 'kgas', { streams: kgasStreams, instrumented: kgas.instrumented, others: kgas.others }),
  job('kgas', 'kgas-node', { standIn: 'node_exporter', others: hostMetrics(kgasHost) }),
  job('kgas', 'kgas-litellm', { standIn: 'LiteLLM proxy', others: litellm }),
  job('kgas', 'kgas-neo4j', { standIn: 'Neo4j Enterprise', others: neo4j }),
  job('omninode', 'omninode', {
    streams: omninodeStreams,
    instrumented: omninode.instrumented,
    others: omninode.others,
  }),
  job('omninode', 'omninode-node', { standIn: 'node_exporter', others: hostMetrics(omninodeHost) }),
  job('omninode', 'omninode-postgres', { standIn: 'postgres_exporter', others: postgres }),
  job('omninode', 'documents-errors', { streams: wrongStreams, others: wrongMetrics }),
];

/** The jobs that a system's fault `down` silences. */
export const answers = (target: Job, isDown: (system: SystemName) => boolean) =>
  target.name === 'documents-errors' || !isDown(target.system);

export const namedFaults: readonly NamedFault[] = [...kgasFaults, ...omninodeFaults, ...wrongFaults];

/** All streams that are operations with a duration. */
export const operations: readonly Stream[] = jobs
  .filter(({ name }) => name !== 'documents-errors')
  .flatMap(({ streams }) => streams)
  .filter(({ duration, kind }) => duration && kind !== 'slow-query');

/** Operations that answer within a second at least five times a second at any hour: the bench slows them down. */
export const requestLike: readonly Stream[] = operations.filter(({ rate, median }) => rate >= 8.5 && median < 0.5);
