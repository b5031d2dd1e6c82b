// How far is learning, and how long will it take? Then on to the overview.
import { LoadingPlaceholder, Stack } from '@grafana/ui';
import { LinkButton } from '../../components/LinkButton';
import { formatElapsed } from '../../components/numbers';
import { ProgressBar } from '../../components/ProgressBar';
import { t } from '../../components/text';
import { useAnswer } from '../../components/useAnswer';
import { type Learner } from '../../datasource/resources';
import { askResource, type Source } from '../datasources';
import { addressOf } from '../routes';
import { Step } from './Step';

const refreshSeconds = 5;

export function LearningStep({ source }: { source: Source }) {
  const { uid } = source;
  const { value, error } = useAnswer(`learner of ${uid}`, () => askResource<Learner>(uid, 'learner'), {
    everySeconds: refreshSeconds,
  });
  const learned = (value?.systems ?? []).reduce((sum, set) => sum + set.learned, 0);
  return (
    <Step number={4} title={t('setup.learning', 'What is normal')} done={learned > 0}>
      {!value && error === undefined && <LoadingPlaceholder text={t('setup.asking', 'Asking the learner …')} />}
      {error !== undefined && <p role="alert">{error}</p>}
      {value && <Progress learner={value} learned={learned} />}
      <Stack direction="row" gap={1}>
        <LinkButton icon="arrow-right" disabled={learned === 0} href={addressOf({ page: 'overview' }, { ds: uid })}>
          {t('setup.overview', 'To the overview')}
        </LinkButton>
        <LinkButton variant="secondary" href={addressOf({ page: 'alerts' }, { ds: uid })}>
          {t('setup.alerts', 'Install alert rules')}
        </LinkButton>
      </Stack>
    </Step>
  );
}

function Progress({ learner, learned }: { learner: Learner; learned: number }) {
  const wanted = learner.systems.reduce((sum, set) => sum + set.wanted, 0);
  const left =
    learner.phase === 'learning' && learner.timeLeft > 0
      ? t('setup.left', '{{time}} left', { time: formatElapsed(learner.timeLeft * 1000) })
      : learner.state;
  const values = { learned, wanted, left };
  return (
    <>
      <span>
        {learned < wanted
          ? t(
              'setup.learned',
              '{{learned}} of {{wanted}} hours of metrics learned, the newest first; {{left}}.',
              values
            )
          : learner.state === 'up to date'
            ? t('setup.learnedAll', 'All {{wanted}} hours of metrics learned.', values)
            : t('setup.learnedAllBut', 'All {{wanted}} hours of metrics learned; {{left}}.', values)}
      </span>
      {wanted > 0 && learned < wanted && (
        <ProgressBar share={learned / wanted} label={t('setup.progress', 'Learned so far')} />
      )}
    </>
  );
}
