/** How does one see that nothing of a document is silently absent? One line per id. */
import type { Line, Outcome, Part, Proof } from '../coverage';
import type { System } from '../system';
import { cell, generatedMarkdown } from './header';

export interface Covered {
  system: System;
  lines: Line[];
}

const kindNames: Record<string, string> = {
  Q: 'quantities',
  T: 'thresholds',
  A: 'alerts',
  P: 'panels',
  R: 'report items',
  O: 'recommendations',
  X: 'other features',
};

export function coveragePage(covered: readonly Covered[]): string {
  const lines = covered.flatMap((part) => part.lines);
  return generatedMarkdown(
    [
      '# Coverage',
      head(covered, lines),
      counts(lines),
      codes,
      '## Answered',
      answered(lines),
      '## Planned',
      planned(lines),
      ...covered.map(section),
    ].join('\n\n') + '\n'
  );
}

const codes = `## Codes

What other pages refer to:

| code | what it is |
|---|---|
| \`D1\` to \`D5\` | a document, as named above; \`l.\` is a line of it |
| \`D2-A08\` | an id of this page: the document, the kind (${Object.entries(kindNames)
  .map(([letter, name]) => `${letter} ${name}`)
  .join(', ')}) and a number |
| \`C-1\` | [an error in a document](document-errors.md) |
| \`E-10\`, \`D-2\`, \`G-9\` | a paragraph of the design, which is not part of this repository either; the sentence beside it says what follows from it |`;

const of = (lines: readonly Line[], kind: Outcome['kind']) => lines.filter(({ outcome }) => outcome.kind === kind);

function head(covered: readonly Covered[], lines: readonly Line[]): string {
  const documents = covered.map(({ system }) => `${system.title} (${system.document})`).join(', ');
  const served = of(lines, 'served').length;
  const share = lines.length > 0 ? ((100 * served) / lines.length).toFixed(1) : '0';
  return `What became of everything that the documents name: ${documents}. The documents are not part of this repository. Of ${lines.length} ids **${served} are served (${share} %)**, ${of(lines, 'answered').length} answered, ${of(lines, 'planned').length} planned, ${of(lines, 'missing').length} missing.

*Served*: the files named do it, and the tests named show it. *Answered*: a Grafana plugin must not do it; the reason says what it does instead. *Planned*: a later part of this project does it.`;
}

function counts(lines: readonly Line[]): string {
  const rows = Object.entries(kindNames).map(([letter, name]) => {
    const some = lines.filter(({ id }) => id.charAt(3) === letter);
    return `| ${name} | ${some.length} | ${of(some, 'served').length} | ${of(some, 'answered').length} | ${of(some, 'planned').length} |`;
  });
  return ['| kind | ids | served | answered | planned |', '|---|---|---|---|---|', ...rows].join('\n');
}

function answered(lines: readonly Line[]): string {
  const items = lines.flatMap(({ id, title, outcome }) =>
    outcome.kind === 'answered' ? [`- ${id}, ${title}: ${outcome.why}`] : []
  );
  return items.length > 0 ? items.join('\n') : 'Nothing.';
}

function planned(lines: readonly Line[]): string {
  const byPart = new Map<Part, string[]>();
  for (const { id, outcome } of lines) {
    if (outcome.kind === 'planned') {
      byPart.set(outcome.with, [...(byPart.get(outcome.with) ?? []), id]);
    }
  }
  const items = [...byPart].map(([part, ids]) => `- ${part}: ${ids.join(', ')}`);
  return items.length > 0 ? items.join('\n') : 'Nothing.';
}

function section({ system, lines }: Covered): string {
  const rows = lines.map((line) => `| ${cells(line).map(cell).join(' | ')} |`);
  return [
    `## ${system.title} (${system.document})`,
    '',
    '| id | what | | by what | tested by |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function cells({ id, title, outcome }: Line): string[] {
  switch (outcome.kind) {
    case 'served':
      return [id, title, 'served', outcome.by.map(proof).join('; '), outcome.tests.map(code).join(', ')];
    case 'answered':
      return [id, title, 'answered', outcome.why, ''];
    case 'planned':
      return [id, title, 'planned', `with ${outcome.with}`, ''];
    case 'missing':
      return [id, title, 'missing', '', ''];
  }
}

const code = (path: string) => `\`${path}\``;
const proof = ({ path, names }: Proof) => [code(path), ...names.map((name) => `"${name}"`)].join(' ');
