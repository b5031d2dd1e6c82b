// What does a page say when its data source does not answer? Whose fault it is, and where an Admin can mend it.
import { Alert } from '@grafana/ui';
import { LinkButton } from '../components/LinkButton';
import { t } from '../components/text';
import { type Source } from './datasources';
import { may } from './roles';

export function Failure({ source, error }: { source: Source; error: string | undefined }) {
  return (
    <Alert title={t('overview.unanswered', '{{name}} does not answer', { name: source.name })}>
      <p>{error}</p>
      {may('Admin') && (
        <LinkButton variant="secondary" href={`/connections/datasources/edit/${source.uid}`}>
          {t('overview.settings', 'Settings of the data source')}
        </LinkButton>
      )}
    </Alert>
  );
}
