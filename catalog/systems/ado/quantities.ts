/**
 * What does D3 want to see of ADO, and which series carry it?
 *
 * The document's own four metrics (l.102-105) come from the application; the
 * API is OpenTelemetry's, hosts and databases are their exporters'. Windows of
 * 5 minutes become $__rate_interval in panels (G-1); longer ones, and those in a subquery, mean what they say.
 */
import type { z } from 'zod';

import type { Quantity } from '../../model';
import { agents } from './quantities-agents';
import { api } from './quantities-api';
import { database } from './quantities-database';
import { delivery } from './quantities-delivery';
import { resources } from './quantities-resources';

export const quantities: Array<z.input<typeof Quantity>> = [
  ...api,
  ...agents,
  ...resources,
  ...database,
  ...delivery,
].sort((a, b) => a.id.localeCompare(b.id));

/** The main expression of a quantity, where something else is about the same. */
export function exprOf(id: string): string {
  const quantity = quantities.find((candidate) => candidate.id === id);
  if (!quantity) {
    throw new Error(`reading the specification of ado: there is no quantity ${id}`);
  }
  return quantity.expr;
}
