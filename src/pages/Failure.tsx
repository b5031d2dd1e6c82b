// What does a page say when its data source does not answer? Whose fault it is, and where it can be mended.
import { Alert } from '@grafana/ui';
import { LinkButton } from '../components/LinkButton';
import { t } from '../components/text';
import { type Source } from './datasources';

export function Failure({ source, error }: { source: Source; error: string | undefined }) {
  return (
    <Alert title={t('overview.unanswered', '{{name}} does not answer', { name: source.name })}>
      <p>{error}</p>
      <LinkButton variant="secondary" href={`/connections/datasources/edit/${source.uid}`}>
        {t('overview.settings', 'Settings of the data source')}
      </LinkButton>
    </Alert>
  );
}
