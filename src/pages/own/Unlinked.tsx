// What can be done where no Yardstick data source was made for the Prometheus of a panel?
import { EmptyState, Button, Stack } from '@grafana/ui';
import { LinkButton } from '../../components/LinkButton';
import { t } from '../../components/text';
import { ask } from '../address';
import { listPrometheus, listSources } from '../datasources';
import { addressOf } from '../routes';

export default function Unlinked({ prometheus }: { prometheus: string }) {
  const name = listPrometheus().find(({ uid }) => uid === prometheus)?.name ?? prometheus;
  return (
    <EmptyState
      variant="call-to-action"
      message={t('own.unlinked', 'Nothing learns from {{name}} yet', { name })}
      button={
        <LinkButton icon="plus" href={addressOf({ page: 'setup' }, { prometheus })}>
          {t('own.setUp', 'Set up')}
        </LinkButton>
      }
    >
      <Stack direction="column" gap={1} alignItems="center">
        <span>
          {t(
            'own.unlinkedWhy',
            'A Yardstick data source made for it learns from it: one click where no credentials are needed. One that reads the same Prometheus will do as well:'
          )}
        </span>
        <Stack direction="row" gap={1} wrap="wrap" justifyContent="center">
          {listSources().map((source) => (
            <Button key={source.uid} variant="secondary" size="sm" onClick={() => ask({ ds: source.uid })}>
              {t('own.use', 'Use {{name}}', { name: source.name })}
            </Button>
          ))}
        </Stack>
      </Stack>
    </EmptyState>
  );
}
