// What does a query ask, in one line? For a row of the editor that is folded, and for the history of Explore.
import { t } from '../components/text';
import {
  breakerAnswers,
  conversionAnswers,
  deviationChoices,
  kindChoices,
  modeChoices,
  sortChoices,
  statChoices,
  tableChoices,
  violatedSignalChoices,
  targetAnswers,
} from './choices';
import { filtersOf } from './filters';
import { type Choice, queryTypeChoices } from './queries';
import { type Query } from './types';

/** "Deviation from normal, Tier: kgas, graph-to-table small, tool=spark"; empty for what is no query of ours. */
export function queryText(query: Query): string {
  const type = labelOf(queryTypeChoices(), query.queryType);
  if (type === undefined) {
    return '';
  }
  const what = [type, ...detailsOf(query)].filter(Boolean).join(', ');
  const labels = filtersOf(query).map(({ label, operator, value }) => `${label}${operator}${value}`);
  const of = [query.system, ...(query.operations ?? []), ...labels].filter(Boolean).join(', ');
  return of === '' ? what : `${what}: ${of}`;
}

/** What is said beside the type: which number, which table. */
function detailsOf(query: Query): Array<string | undefined> {
  switch (query.queryType) {
    case 'series':
      return [labelOf(statChoices(), query.stat ?? 'p95')];
    case 'deviation':
      return [
        labelOf(deviationChoices(), query.measure ?? 'ratio'),
        query.mode === 'drift' ? labelOf(modeChoices(), query.mode) : undefined,
      ];
    case 'targets':
      return [query.measure && targetAnswers().find(({ measure }) => measure === query.measure)?.label];
    case 'conversions':
      return [answerOf(conversionAnswers(), query)];
    case 'breakers':
      return [answerOf(breakerAnswers(), query), ...(query.components ?? [])];
    case 'table':
      return [
        labelOf(tableChoices(), query.table),
        query.table === 'operations' ? labelOf(sortChoices(), query.sort) : undefined,
        query.table === 'violations' && query.signal ? labelOf(violatedSignalChoices(), query.signal) : undefined,
        query.table === 'compare' && query.baseline
          ? t('queryText.with', 'with {{baseline}}', { baseline: query.baseline })
          : undefined,
      ];
    case 'annotations':
      return [labelOf(kindChoices(), query.kind ?? 'violation')];
    default:
      return [];
  }
}

const labelOf = (choices: Array<Choice<string>>, value: string | undefined) =>
  choices.find((choice) => choice.value === value)?.label;

/** The table itself is not worth a word. */
function answerOf(
  answers: Array<Choice<string> & { measure: string; format: string }>,
  { measure = '', format = '' }: { measure?: string; format?: string }
) {
  const answer = answers.find((each) => each.measure === measure && (measure !== '' || each.format === format));
  return answer?.value === 'table' ? undefined : answer?.label;
}
