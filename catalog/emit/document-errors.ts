/** What is wrong in the documents, what is right, and which test shows both? One table for all five. */
import { documentErrors, otherErrors } from '../document-errors';
import { cell, generatedMarkdown } from './header';

export const testFileOf = (system: string) => `provisioning/rules/tests/${system}-errors-in-document.yaml`;

const code = (text: string) => `\`${cell(text)}\``;

export function documentErrorsPage(): string {
  const shown = Object.entries(documentErrors).flatMap(([system, errors]) =>
    errors.map(({ id, anchor, document, fact }) => ({ id, anchor, document, fact, test: testFileOf(system) }))
  );
  const rows = [...shown, ...otherErrors.map((error) => ({ document: '', ...error }))]
    .sort((a, b) => Number(a.id.slice(2)) - Number(b.id.slice(2)))
    .map(
      ({ id, anchor, document, fact, test }) =>
        `| ${id} | ${anchor} | ${document ? `${code(document)}: ` : ''}${cell(fact)} | [${test}](../${test}) |`
    );
  return generatedMarkdown(`# Errors in the documents

What the documents ask for is served in a form that works. Where their own expression or code does not, this table says why, and names the test that shows the wrong form wrong and the right one right. What D4 l.282 means: [codes](coverage.md#codes).

| id | where | what is wrong, and what is right | shown by |
|---|---|---|---|
${rows.join('\n')}
`);
}
