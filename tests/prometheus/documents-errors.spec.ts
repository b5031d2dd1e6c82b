// Are the document's wrong expressions wrong, and the corrected ones right, on a
// real Prometheus? The scrape job documents-errors exposes what a program would
// that follows the document word for word; each expression is asked at a past
// moment of it, where nothing else of the lab can change the answer.
import { expect, test } from '@playwright/test';
import type { DocumentError, Expression } from '../../catalog/document-error';
import { systems } from '../../catalog/systems';
import { errorsInDocument as allErrors } from '../../catalog/systems/omninode/errors-in-document';
import { PYTHON_SECONDS } from '../../instrument';
import { SEED } from '../../demo/lab';
import { RawSamples } from '../../demo/raw-samples';
import { wrongStreams } from '../../demo/systems/documents-errors';
import { instant, lab, type Occurrence } from '../lab';

/** Those whose series the demo exposes; rule tests show the others on staged series. */
const errorsInDocument = allErrors.filter(({ id }) => !['C-8', 'C-9', 'C-10', 'C-11'].includes(id));

const WRONG = 'job="documents-errors"';
const APPLICATION = 'job="omninode"';
const MINUTE = 60;

function occurrence(name: string): Occurrence {
  const found = lab().faults.find(({ system, fault }) => system === 'omninode' && fault === name);
  if (!found) {
    throw new Error(`the lab's history has no occurrence of ${name}`);
  }
  return found;
}

/** Seconds since 1970 at which an entry is looked at. */
function momentOf({ id, correctedOn }: DocumentError): number {
  if (id === 'C-5') {
    // Two minutes after the first trip: the series was not there five minutes before.
    return occurrence('first-trip').from + 2 * MINUTE;
  }
  // The application whose connections are nearly used up, or any quiet hour.
  return correctedOn === 'application' ? occurrence('pool').at : occurrence('first-trip').at;
}

async function ask({ expr }: Expression, matcher: string, at: number) {
  return instant(expr.replaceAll('$app', matcher), at * 1000);
}

/** The answer has the lines that the catalogue says, and no other. */
async function shows(expression: Expression, matcher: string, at: number): Promise<void> {
  const answer = await ask(expression, matcher, at);
  const labelled = (labels: Record<string, string>) =>
    expression.by.map((name) => `${name}=${labels[name] ?? ''}`).join(',');
  const lines = new Map(answer.map(({ metric, value }) => [labelled(metric), Number(value[1])]));
  expect([...lines.keys()].sort(), expression.expr).toEqual(
    expression.shows.map(({ labels }) => labelled(labels)).sort()
  );
  for (const { labels, value } of expression.shows) {
    if (value !== undefined) {
      // Counters hold whole numbers: a count of a few minutes is off by one at either end.
      expect(
        Math.abs((lines.get(labelled(labels)) ?? NaN) - value),
        `${expression.expr} of ${labelled(labels)}`
      ).toBeLessThanOrEqual(0.03 * value);
    }
  }
}

for (const entry of errorsInDocument) {
  test(`${entry.id} (${entry.anchor}): ${entry.fact}`, async () => {
    const at = momentOf(entry);
    await shows(entry.wrong, WRONG, at);
    for (const corrected of entry.corrected) {
      await shows(corrected, entry.correctedOn === 'application' ? APPLICATION : WRONG, at);
    }
  });
}

test('all nine errors are in the catalogue', () => {
  expect(errorsInDocument.map(({ id }) => id)).toEqual([
    'C-1',
    'C-2',
    'C-3',
    'C-4',
    'C-5',
    'C-6',
    'C-7',
    'C-13',
    'C-14',
  ]);
});

test('C-1: the corrected p95 is in the bucket of the exact one', async () => {
  const at = occurrence('first-trip').at;
  const corrected = errorsInDocument.find(({ id }) => id === 'C-1')?.corrected[0];
  const answer = await ask(corrected as Expression, WRONG, at);
  const raw = new RawSamples({ seed: SEED, faults: lab().faults });
  // Samples on the minute and a range that is open on its left: five samples, four minutes of requests.
  const exact = wrongStreams
    .filter(({ labels, ok }) => labels.operation !== 'batch' && ok?.status !== 'slow')
    .flatMap((stream) => [...raw.between(stream, at - 4 * MINUTE, at)])
    .sort((a, b) => a - b);
  const p95 = exact[Math.ceil(0.95 * exact.length) - 1] as number;
  const upper = PYTHON_SECONDS.findIndex((bound) => bound >= p95);
  const value = Number(answer[0]?.value[1]);
  expect(exact.length).toBeGreaterThan(1000);
  expect(value).toBeGreaterThanOrEqual(PYTHON_SECONDS[upper - 1] ?? 0);
  expect(value).toBeLessThanOrEqual(PYTHON_SECONDS[upper] as number);
});

test('C-5: an increase that is not new is no trip', async () => {
  const corrected = errorsInDocument.find(({ id }) => id === 'C-5')?.corrected[0] as Expression;
  // Six minutes after the trip the series has been there for five.
  expect(await ask(corrected, WRONG, occurrence('first-trip').from + 6 * MINUTE + MINUTE)).toEqual([]);
});

test('the wrong series are scraped live, too, and no rule of any system sees them', async () => {
  expect(await instant(`up{${WRONG}} == 1`)).toHaveLength(1);
  expect(await instant(`omninode_errors_total{${WRONG}}`)).toHaveLength(10);
  for (const { name, selector, hostSelector } of systems) {
    expect(await instant(`up{${WRONG},${selector}} or up{${WRONG},${hostSelector}}`), name).toEqual([]);
  }
});
