// What does a view say when the back end could not compare? Its own sentence, where that says what cannot be compared.
import { Alert } from '@grafana/ui';
import { t } from '../../components/text';
import { type Answer } from '../../components/useAnswer';
import { type Source } from '../datasources';
import { Failure } from '../Failure';

export function NotCompared({ source, answer }: { source: Source; answer: Answer<unknown> }) {
  return !answer.refused ? (
    <Failure source={source} answer={answer} />
  ) : (
    <Alert severity="warning" title={t('runs.notCompared', 'These cannot be compared')}>
      {answer.error}
    </Alert>
  );
}
