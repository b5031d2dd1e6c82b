/**
 * Which errors do the documents have, and what proves each of them?
 *
 * Those that PromQL itself shows are described by system and become rule tests;
 * the others are in the documents' code or dashboard and have a test elsewhere.
 */
import type { DocumentError } from './document-error';
import { errorsInDocument as ado } from './systems/ado/errors-in-document';
import { errorsInDocument as dpas } from './systems/dpas/errors-in-document';
import { errorsInDocument as githubPm } from './systems/github-pm/errors-in-document';
import { errorsInDocument as kgas } from './systems/kgas/errors-in-document';
import { errorsInDocument as omninode } from './systems/omninode/errors-in-document';

export const documentErrors: Record<string, readonly DocumentError[]> = {
  dpas,
  kgas,
  ado,
  omninode,
  'github-pm': githubPm,
};

/** Errors that no query can show: what is wrong, what is right, and the test of both. */
export const otherErrors: ReadonlyArray<{ id: string; anchor: string; fact: string; test: string }> = [
  {
    id: 'C-17',
    anchor: 'D1 l.142-154',
    fact: 'DuckDB allocates outside of the JavaScript heap: the difference of heapUsed around a query says nothing of it. Its own numbers do.',
    test: 'instrument/documents-errors.test.ts',
  },
  {
    id: 'C-19',
    anchor: 'D1 l.117-131, l.163-167',
    fact: 'A run that fails is never reported, and the counts that are reported are never counted up; timers that end in any case report both.',
    test: 'instrument/documents-errors.test.ts',
  },
  {
    id: 'C-20',
    anchor: 'D1 l.269-272',
    fact: 'The percentile is taken of the answers instead of their durations, and all queries are measured while they wait for one another.',
    test: 'instrument/documents-errors.test.ts',
  },
  {
    id: 'C-21',
    anchor: 'D1 l.30-38',
    fact: 'One look at the event loop misses what blocks it before the next; a monitor that always looks does not, and the limit of 50 ms stays.',
    test: 'instrument/documents-errors.test.ts',
  },
  {
    id: 'C-23',
    anchor: 'D2 l.291',
    fact: 'A list of all connections of the host needs the rights of an administrator on some systems; the count that node_exporter reads needs none.',
    test: 'catalog/document-errors.test.ts',
  },
  {
    id: 'C-24',
    anchor: 'D5 l.234-278',
    fact: 'Operations that overlap overwrite the one start that they share, the last value is called a peak, and limits are looked up by a field that is not there; each run has a start of its own.',
    test: 'instrument/documents-errors.test.ts',
  },
  {
    id: 'C-26',
    anchor: 'D4 l.252-319',
    fact: 'The dashboard of the document has mappings where Grafana does not read them, a panel type that is gone, and neither places nor data sources; the generated one has all of it.',
    test: 'catalog/document-errors.test.ts',
  },
];
