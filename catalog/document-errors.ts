/** Which of the documents' errors does PromQL itself show? By system; each file becomes a file of rule tests. */
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
