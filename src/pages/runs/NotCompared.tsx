// What does a view say when the back end could not compare? Its own sentence.
import { Alert } from '@grafana/ui';
import { t } from '../../components/text';

export function NotCompared({ why }: { why: string | undefined }) {
  return (
    <Alert severity="warning" title={t('runs.notCompared', 'These cannot be compared')}>
      {why}
    </Alert>
  );
}
