/**
 * What does D1 want to see of DPAS, and which series carry it?
 *
 * Node.js, Python subprocesses, hosts and Dagster have exporters; dpas_*,
 * duckdb_*, dbt_* and evidence_* exist only where the application, or a step
 * after it, emits them (`instrument/` does). Windows of 5 minutes become
 * $__rate_interval in panels (G-1); longer ones mean what they say.
 */
import type { z } from 'zod';

import type { Quantity } from '../../model';
import { builds } from './quantities-builds';
import { dagster } from './quantities-dagster';
import { dbt } from './quantities-dbt';
import { duckdb } from './quantities-duckdb';
import { ingestion } from './quantities-ingestion';
import { processes } from './quantities-processes';
import { security } from './quantities-security';

export const quantities: Array<z.input<typeof Quantity>> = [
  ...processes,
  ...ingestion,
  ...duckdb,
  ...dbt,
  ...dagster,
  ...security,
  ...builds,
].sort((a, b) => a.id.localeCompare(b.id));
