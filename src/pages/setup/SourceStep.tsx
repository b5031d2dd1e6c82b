// Which Prometheus is learned from? One that Grafana knows already, with one click, or the form of the data source.
import { Alert, Button, LoadingPlaceholder, Stack } from '@grafana/ui';
import { useState } from 'react';
import { LinkButton } from '../../components/LinkButton';
import { t } from '../../components/text';
import { useAnswer } from '../../components/useAnswer';
import { listPrometheus, type Source } from '../datasources';
import { NotDone } from '../NotDone';
import { may } from '../roles';
import { SettingsLink } from '../SettingsLink';
import { secretsOf, unsupportedIn } from './linked';
import { askHealth, askPrometheus, makeSource } from './sourceRequests';
import { Step } from './Step';

interface Props {
  source: Source | undefined;
  onMade: (source: Source) => void;
}

export function SourceStep({ source, onMade }: Props) {
  const [left, setLeft] = useState<string>();
  const health = useAnswer(`health of ${source?.uid}`, () =>
    source ? askHealth(source.uid) : Promise.resolve(undefined)
  );
  return (
    <Step number={1} title={t('setup.source', 'Data source')} done={health.value?.status === 'OK'}>
      {source ? (
        <>
          {left !== undefined && <Alert severity="info" title={left} />}
          <Tested source={source} {...health} />
        </>
      ) : (
        <Choose
          onMade={(made, secrets) => {
            setLeft(secrets);
            onMade(made);
          }}
        />
      )}
    </Step>
  );
}

interface TestedProps {
  source: Source;
  value?: { status: string; message: string };
  error?: string;
  loading: boolean;
}

function Tested({ source, value, error, loading }: TestedProps) {
  if (loading) {
    return <LoadingPlaceholder text={t('setup.testing', 'Asking its Prometheus …')} />;
  }
  const works = value?.status === 'OK';
  return (
    <Stack direction="column" gap={1} alignItems="flex-start">
      {works ? (
        <span>
          {source.name}: {value.message}
        </span>
      ) : (
        <Alert severity="error" title={t('setup.broken', '{{name}} does not work yet', { name: source.name })}>
          {value?.message ?? error}
        </Alert>
      )}
      <SettingsLink uid={source.uid} text={t('setup.settings', 'Settings')} size="sm" icon="cog" />
    </Stack>
  );
}

interface ChooseProps {
  /** With what a person has still to do by hand. */
  onMade: (source: Source, left?: string) => void;
}

function Choose({ onMade }: ChooseProps) {
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  if (!may('Admin')) {
    return <span>{t('setup.admins', 'Admins can add a data source: ask one for Yardstick.')}</span>;
  }
  const take = async (uid: string) => {
    setBusy(true);
    try {
      const prometheus = await askPrometheus(uid);
      const unsupported = unsupportedIn(prometheus);
      if (unsupported.length > 0) {
        setFailure(
          t(
            'setup.unsupported',
            '{{name}} signs in by {{ways}}: Yardstick cannot. Give it an address that it may read.',
            {
              name: prometheus.name,
              ways: unsupported.join(', '),
            }
          )
        );
        return;
      }
      const made = await makeSource(prometheus, `Yardstick ${prometheus.name}`);
      const secrets = secretsOf(prometheus);
      const names = secrets.join(', ');
      onMade(
        made,
        secrets.length > 0
          ? t('setup.secrets', 'Grafana does not hand out secrets: type {{names}} in its settings.', { names })
          : undefined
      );
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  const known = listPrometheus();
  return (
    <Stack direction="column" gap={1} alignItems="flex-start">
      <span>
        {known.length > 0
          ? t('setup.take', 'Take over address and settings of a Prometheus that Grafana knows:')
          : t('setup.noPrometheus', 'Grafana knows no Prometheus yet: give Yardstick its address.')}
      </span>
      <Stack direction="row" gap={1} wrap="wrap">
        {known.map(({ uid, name }) => (
          <Button key={uid} disabled={busy} icon="database" onClick={() => void take(uid)}>
            {name}
          </Button>
        ))}
        <LinkButton variant="secondary" icon="plus" href="/connections/datasources/new">
          {t('setup.other', 'Another Prometheus')}
        </LinkButton>
      </Stack>
      <NotDone what={t('setup.source', 'Data source')} error={failure} />
    </Stack>
  );
}
