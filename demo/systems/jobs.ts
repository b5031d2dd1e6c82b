/** Which targets does the demo's Prometheus scrape, and what does each expose? */
import type { NamedFault, SystemName } from '../scenario/faults';
import type { PlainMetric } from '../scenario/plain';
import type { Stream } from '../scenario/stream';
import * as ado from './ado/application';
import { benchmarks } from './ado/benchmarks';
import * as adoExporters from './ado/exporters';
import { adoFaults } from './ado/faults';
import { adoStreams } from './ado/operations';
import { postgres as adoPostgres } from './ado/postgres';
import { wrongFaults, wrongMetrics, wrongStreams } from './documents-errors';
import * as dpas from './dpas/application';
import { dagster } from './dpas/dagster';
import { dpasFaults } from './dpas/faults';
import { dpasStreams } from './dpas/operations';
import { nodeProcess, processExporter } from './dpas/processes';
import { textfile } from './dpas/textfile';
import * as githubPm from './github-pm/application';
import { githubPmStreams } from './github-pm/commands';
import { githubPmFaults } from './github-pm/faults';
import { limits as githubLimits } from './github-pm/limits';
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

const dpasHost = { system: 'dpas', memory: 16 * GIB, disk: 200 * GIB, groups: {} } as const;
const adoHost = { system: 'ado', memory: 16 * GIB, disk: 200 * GIB, groups: {}, full: 0.98 } as const;
const githubPmHost = { system: 'github-pm', memory: 16 * GIB, disk: 250 * GIB, groups: {} } as const;
const kgasHost = { system: 'kgas', memory: 32 * GIB, disk: 400 * GIB, groups: { kgas: 46, neo4j: 88 } } as const;
const omninodeHost = {
  system: 'omninode',
  memory: 16 * GIB,
  disk: 200 * GIB,
  groups: { omninode: 31, postgres: 40 },
} as const;

export const jobs: readonly Job[] = [
  job('dpas', 'dpas', { streams: dpasStreams, instrumented: dpas.instrumented, others: nodeProcess }),
  // Its textfile collector shows what dbt, commands and builds leave behind (G-9).
  job('dpas', 'dpas-node', { standIn: 'node_exporter', instrumented: textfile, others: hostMetrics(dpasHost) }),
  job('dpas', 'dpas-process', { standIn: 'process-exporter', others: processExporter }),
  job('dpas', 'dpas-dagster', { standIn: 'dagster-prometheus-exporter', others: dagster }),
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
  job('ado', 'ado', { streams: adoStreams, instrumented: ado.instrumented, others: ado.others }),
  job('ado', 'ado-benchmark', { standIn: 'Pushgateway', instrumented: benchmarks }),
  job('ado', 'ado-node', { standIn: 'node_exporter', others: hostMetrics(adoHost) }),
  job('ado', 'ado-postgres', { standIn: 'postgres_exporter', others: adoPostgres }),
  job('ado', 'ado-probe', { standIn: 'blackbox_exporter', others: adoExporters.probe }),
  job('ado', 'ado-redis', { standIn: 'redis_exporter', others: adoExporters.redis }),
  job('ado', 'ado-litellm', { standIn: 'LiteLLM proxy', others: adoExporters.litellm }),
  job('ado', 'ado-opencost', { standIn: 'OpenCost', others: adoExporters.opencost }),
  job('ado', 'ado-cadvisor', { standIn: 'cAdvisor', others: adoExporters.cadvisor }),
  job('ado', 'ado-kube-state', { standIn: 'kube-state-metrics', others: adoExporters.kubeState }),
  job('ado', 'ado-locust', { standIn: 'locust_exporter', others: adoExporters.locust }),
  // The commands are never scraped: its textfile collector shows the file that they leave (G-9).
  job('github-pm', 'github-pm-node', {
    standIn: 'node_exporter',
    streams: githubPmStreams,
    instrumented: githubPm.instrumented,
    others: [...githubPm.textfileAge, ...hostMetrics(githubPmHost)],
  }),
  job('github-pm', 'github-pm-limits', { standIn: 'github_rate_limit_exporter', others: githubLimits }),
  job('omninode', 'documents-errors', { streams: wrongStreams, others: wrongMetrics }),
];

/** Faults of its system that keep a target from answering: all are silent when it is down, and a host's exporter by itself. */
export function silencedBy({ name, standIn }: Job): string[] {
  if (name === 'documents-errors') {
    return [];
  }
  return standIn === 'node_exporter' ? ['down', 'host-exporter'] : ['down'];
}

export const namedFaults: readonly NamedFault[] = [
  ...dpasFaults,
  ...kgasFaults,
  ...omninodeFaults,
  ...adoFaults,
  ...githubPmFaults,
  ...wrongFaults,
];

/** All streams that are operations with a duration. */
export const operations: readonly Stream[] = jobs
  .filter(({ name }) => name !== 'documents-errors')
  .flatMap(({ streams }) => streams)
  .filter(({ duration, kind }) => duration && kind !== 'slow-query');

/** Operations that answer within a second at least five times a second at any hour: the bench slows them down. */
export const requestLike: readonly Stream[] = operations.filter(({ rate, median }) => rate >= 8.5 && median < 0.5);
