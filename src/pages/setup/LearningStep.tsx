// How far is learning, and how long will it take? Then on to the overview.
import { LoadingPlaceholder, Stack } from '@grafana/ui';
import { LinkButton } from '../../components/LinkButton';
import { formatElapsed } from '../../components/numbers';
import { ProgressBar } from '../../components/ProgressBar';
import { plural, t } from '../../components/text';
import { useAnswer } from '../../components/useAnswer';
import { type Learner } from '../../datasource/resources';
import { askResource, type Source } from '../datasources';
import { learnedOf } from '../learning';
import { addressOf } from '../routes';
import { Step } from './Step';

const refreshSeconds = 5;

export function LearningStep({ source }: { source: Source }) {
  const { uid } = source;
  const { value, error } = useAnswer(`learner of ${uid}`, () => askResource<Learner>(uid, 'learner'), {
    everySeconds: refreshSeconds,
    evenUnseen: true,
  });
  const learned = value?.systems.some((set) => set.learned > 0) ?? false;
  return (
    <Step number={4} title={t('setup.learning', 'What is normal')} done={learned}>
      {!value && error === undefined && <LoadingPlaceholder text={t('setup.asking', 'Asking the learner …')} />}
      {error !== undefined && <p role="alert">{error}</p>}
      {value && <Progress learner={value} />}
      <Stack direction="row" gap={1}>
        <LinkButton icon="arrow-right" disabled={!learned} href={addressOf({ page: 'overview' }, { ds: uid })}>
          {t('setup.overview', 'To the overview')}
        </LinkButton>
        <LinkButton variant="secondary" href={addressOf({ page: 'alerts' }, { ds: uid })}>
          {t('setup.alerts', 'Install alert rules')}
        </LinkButton>
      </Stack>
    </Step>
  );
}

function Progress({ learner }: { learner: Learner }) {
  const metrics = learner.systems.length;
  const { learned, wanted, share } = learnedOf(learner.systems) ?? { learned: 0, wanted: 0, share: 1 };
  const left =
    learner.phase === 'learning' && learner.timeLeft > 0
      ? t('setup.left', '{{time}} left', { time: formatElapsed(learner.timeLeft * 1000) })
      : learner.state;
  const values = { learned, wanted, left };
  return (
    <>
      <span>
        {share < 1
          ? plural(
              'setup.learned',
              '{{learned}} of {{wanted}} hours of {{count}} metric learned, the newest first; {{left}}.',
              '{{learned}} of {{wanted}} hours of {{count}} metrics learned, the newest first; {{left}}.',
              metrics,
              values
            )
          : learner.state === 'up to date'
            ? plural(
                'setup.learnedAll',
                'All {{wanted}} hours of {{count}} metric learned.',
                'All {{wanted}} hours of {{count}} metrics learned.',
                metrics,
                values
              )
            : plural(
                'setup.learnedAllBut',
                'All {{wanted}} hours of {{count}} metric learned; {{left}}.',
                'All {{wanted}} hours of {{count}} metrics learned; {{left}}.',
                metrics,
                values
              )}
      </span>
      {share < 1 && <ProgressBar share={share} label={t('setup.progress', 'Learned so far')} />}
    </>
  );
}
