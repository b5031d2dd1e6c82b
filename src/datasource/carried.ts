// How does a query reach Grafana's form of a new alert rule? Grafana 12.3 keeps of a query in the address only the
// fields that its own data sources have, among them a text `expression`: ours travels in it and unpacks in the editor.
import { type Query, queryTypes } from './types';

type Arrived = Query & { expression?: string };

/** The query with a copy of itself where that form leaves it. */
export const carrying = (query: Partial<Query>): Partial<Arrived> => ({ ...query, expression: JSON.stringify(query) });

/** The query that travelled in another; the same object where none did. */
export function unpacked(query: Arrived): Query {
  const { expression, ...rest } = query;
  if (!expression?.startsWith('{')) {
    return query;
  }
  try {
    const whole = JSON.parse(expression) as Partial<Query>;
    return whole.queryType && queryTypes.includes(whole.queryType)
      ? ({ ...rest, ...whole, refId: query.refId } as Query)
      : query;
  } catch {
    return query;
  }
}
