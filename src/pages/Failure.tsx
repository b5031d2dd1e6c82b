// What does a page say when its data source does not answer? Whose fault it is, and where an Admin can mend it.
import { Alert } from '@grafana/ui';
import { t } from '../components/text';
import { type Source } from './datasources';
import { SettingsLink } from './SettingsLink';

export function Failure({ source, error }: { source: Source; error: string | undefined }) {
  return (
    <Alert title={t('overview.unanswered', '{{name}} does not answer', { name: source.name })}>
      <p>{error}</p>
      <SettingsLink uid={source.uid} text={t('overview.settings', 'Settings of the data source')} />
    </Alert>
  );
}
