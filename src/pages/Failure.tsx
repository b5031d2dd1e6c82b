// What does a page say when its data source gives no answer? Whether that refused or failed, and what to do about it.
import { locationService } from '@grafana/runtime';
import { Alert, Stack } from '@grafana/ui';
import { LinkButton } from '../components/LinkButton';
import { t } from '../components/text';
import { type Answer } from '../components/useAnswer';
import { type Source } from './datasources';
import { SettingsLink } from './SettingsLink';

interface Props {
  source: Source;
  answer: Pick<Answer<unknown>, 'error' | 'refused'>;
}

export function Failure({ source: { uid, name }, answer: { error, refused = false } }: Props) {
  const { pathname, search } = locationService.getLocation();
  const asks = [...new URLSearchParams(search).keys()].some((parameter) => parameter !== 'ds');
  return (
    <Alert
      severity={refused ? 'warning' : 'error'}
      title={
        refused
          ? t('failure.refused', '{{name}} refuses what this page asks for', { name })
          : t('overview.unanswered', '{{name}} does not answer', { name })
      }
    >
      <p>{error}</p>
      <Stack direction="row" gap={1} wrap="wrap">
        {refused && asks && (
          <LinkButton variant="secondary" href={`${pathname}?${new URLSearchParams({ ds: uid })}`}>
            {t('failure.anew', 'Begin this page anew')}
          </LinkButton>
        )}
        <SettingsLink uid={uid} text={t('overview.settings', 'Settings of the data source')} />
      </Stack>
    </Alert>
  );
}
