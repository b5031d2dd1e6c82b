// What do people ask of this data source? Questions in words; a click puts the query that answers one into the editor.
import { css } from '@emotion/css';
import { type GrafanaTheme2, type QueryEditorHelpProps } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import { t } from '../components/text';
import { commonOf } from './queries';
import { type Query } from './types';

interface Question {
  question: string;
  answer: string;
  ask: Partial<Query>;
}

/** Where a system or operations were chosen already, a question is about those. */
export default function QueryHelp({ query, onClickExample }: QueryEditorHelpProps<Query>) {
  const styles = useStyles2(getStyles);
  return (
    <section aria-label={t('help.title', 'Questions to ask')}>
      <h4>{t('help.title', 'Questions to ask')}</h4>
      <dl className={styles.list}>
        {questions().map(({ question, answer, ask }) => (
          <div key={question}>
            <dt>
              <Button fill="text" size="sm" onClick={() => onClickExample({ ...commonOf(query), ...ask } as Query)}>
                {question}
              </Button>
            </dt>
            <dd className={styles.answer}>{answer}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function questions(): Question[] {
  return [
    {
      question: t('help.slower', 'Is anything slower than normal?'),
      answer: t(
        'help.slowerWhy',
        'One number for each operation: 0 as normal, 1 above normal, 2 warning, 3 critical. An alert rule with "is above 1" fires from a warning on.'
      ),
      ask: { queryType: 'deviation', signal: 'latency', measure: 'tier' },
    },
    {
      question: t('help.graph', 'How fast is it, and how fast should it be?'),
      answer: t('help.graphWhy', 'The p95 over time in the band of what is normal at that hour.'),
      ask: { queryType: 'series', stat: 'p95', band: true },
    },
    {
      question: t('help.worst', 'Which operations are the furthest from normal?'),
      answer: t('help.worstWhy', 'A table of ten, with p95, normal, ratio, tier and the reason.'),
      ask: { queryType: 'table', table: 'operations', sort: 'degraded', limit: 10 },
    },
    {
      question: t('help.was', 'What was slow in this time?'),
      answer: t('help.wasWhy', 'Every violation with its beginning, its end and its largest ratio.'),
      ask: { queryType: 'table', table: 'violations' },
    },
    {
      question: t('help.week', 'Is it slower than a week earlier?'),
      answer: t(
        'help.weekWhy',
        'Each operation in this time against the same time of last week. "With" takes other times, runs and versions.'
      ),
      ask: { queryType: 'table', table: 'compare' },
    },
    {
      question: t('help.targets', 'Are the documented limits kept?'),
      answer: t(
        'help.targetsWhy',
        'Each target with its value and how far it is from it; the number "Missed" is for alerts.'
      ),
      ask: { queryType: 'targets' },
    },
    {
      question: t('help.would', 'How often would alerts have fired?'),
      answer: t(
        'help.wouldWhy',
        'Replays this time with the settings that are in force: alerts, false alarms a day, and how soon slowdowns of 1.2x to 5x would be found.'
      ),
      ask: { queryType: 'table', table: 'backtest' },
    },
  ];
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 340px), 1fr))',
    gap: theme.spacing(1, 2),
    margin: 0,
  }),
  answer: css({ margin: theme.spacing(0, 1), color: theme.colors.text.secondary }),
});
