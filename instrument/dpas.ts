/**
 * Everything DPAS has to emit, ready to use (D1): from its service, which is
 * scraped, and from its short-lived programs, which leave a file.
 *
 *     const dpas = instrumentDpas({ defaults: true });
 *     const { dbt, commands, registry } = instrumentDpasRuns();
 */
import { collectDefaultMetrics, Registry } from 'prom-client';

import { SiteBuilds, WebBuilds } from './dpas-builds';
import { CommandRuns } from './dpas-commands';
import { DbtRuns } from './dpas-dbt';
import { Ingestion } from './dpas-ingestion';
import { DagsterExtras } from './dpas-pipelines';
import { DuckdbQueries } from './dpas-queries';
import { DpasRequests } from './dpas-requests';
import { Security } from './dpas-security';
import type { Clock } from './operation-timer';

export interface DpasOptions {
  registry?: Registry;
  clock?: Clock;
  /** Also CPU, memory and event loop of this process (D1 l.11-38). */
  defaults?: boolean;
}

export type Dpas = ReturnType<typeof instrumentDpas>;
export type DpasRuns = ReturnType<typeof instrumentDpasRuns>;

/** The service. */
export function instrumentDpas({ registry = new Registry(), clock, defaults = false }: DpasOptions = {}) {
  if (defaults) {
    collectDefaultMetrics({ register: registry });
  }
  return {
    registry,
    requests: new DpasRequests(registry, clock),
    queries: new DuckdbQueries(registry, clock),
    ingestion: new Ingestion(registry, clock),
    security: new Security(registry, clock),
    dagster: new DagsterExtras(registry, clock),
  };
}

/** What ends before anybody scrapes it: dbt, commands, builds. */
export function instrumentDpasRuns({ registry = new Registry(), clock }: Omit<DpasOptions, 'defaults'> = {}) {
  return {
    registry,
    dbt: new DbtRuns(registry),
    commands: new CommandRuns(registry, clock),
    builds: new WebBuilds(registry, clock),
    sites: new SiteBuilds(registry, clock),
  };
}
