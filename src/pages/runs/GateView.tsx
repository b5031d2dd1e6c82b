// May a version be deployed? The verdict with its reasons, and how many more executions would settle it.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { EmptyState, Field, Icon, LoadingPlaceholder, Stack, TagsInput, Text, useStyles2 } from '@grafana/ui';
import { useId } from 'react';
import { t } from '../../components/text';
import { useAnswer } from '../../components/useAnswer';
import { ask, type Asked, askedText } from '../address';
import { askResource, type Source } from '../datasources';
import { type Gate, type Run } from './answers';
import { GateTable } from './GateTable';
import { NotCompared } from './NotCompared';
import { SideChoice } from './SideChoice';
import { SystemChoice } from './SystemChoice';
import { useSides } from './useSides';
import { gateSentence } from './words';

export function GateView({ source, runs, asked }: { source: Source; runs: Run[]; asked: Asked }) {
  const candidate = askedText(asked, 'candidate');
  const against = askedText(asked, 'against') ?? 'baseline';
  const critical = (askedText(asked, 'critical') ?? '').split(',').filter(Boolean);
  const { systems, system, sidesFor } = useSides(source, runs, askedText(asked, 'system'), [candidate, against]);
  const id = useId();
  return (
    <Stack direction="column" gap={2}>
      <Stack direction="row" gap={2} wrap="wrap" alignItems="flex-end">
        <SystemChoice
          systems={systems}
          value={system}
          onChange={(value) => ask({ system: value, candidate: undefined, against: undefined })}
        />
        <SideChoice
          label={t('gate.candidate', 'Candidate')}
          sides={sidesFor(candidate)}
          value={candidate}
          onChange={(value) => ask({ candidate: value, system })}
        />
        <SideChoice
          label={t('gate.against', 'Against')}
          sides={sidesFor(against)}
          value={against}
          onChange={(value) => ask({ against: value, system })}
        />
        <Field noMargin label={t('gate.critical', 'Operations with a veto')} htmlFor={id}>
          <TagsInput
            id={id}
            width={30}
            addOnBlur
            placeholder={t('gate.none', 'None; a name, then Enter')}
            tags={critical}
            onChange={(chosen) => ask({ critical: chosen.join(',') })}
          />
        </Field>
      </Stack>
      {candidate === undefined ? (
        <EmptyState variant="call-to-action" message={t('gate.choose', 'Choose the candidate')}>
          {t(
            'gate.why',
            'A gate passes what is shown to be as fast within its margins: three executions show nothing.'
          )}
        </EmptyState>
      ) : (
        <Verdict
          source={source}
          asked={{
            candidate,
            against,
            ...(system ? { system } : {}),
            ...(critical[0] ? { critical: critical.join(',') } : {}),
          }}
        />
      )}
    </Stack>
  );
}

const icons = { pass: 'check-circle', fail: 'times-circle', inconclusive: 'question-circle' } as const;

function Verdict({ source, asked }: { source: Source; asked: Record<string, string> }) {
  const styles = useStyles2(getStyles);
  const { uid } = source;
  const answer = useAnswer(`gate ${uid} ${JSON.stringify(asked)}`, () => askResource<Gate>(uid, 'gate', asked));
  const { value, error, loading } = answer;
  if (loading) {
    return <LoadingPlaceholder text={t('gate.judging', 'Judging …')} />;
  }
  if (error !== undefined || !value) {
    return <NotCompared source={source} answer={answer} />;
  }
  const verdict = value.verdict === 'pass' || value.verdict === 'fail' ? value.verdict : 'inconclusive';
  return (
    <Stack direction="column" gap={2}>
      <p className={styles[verdict]}>
        <Icon name={icons[verdict]} size="xl" /> {gateSentence(value)}
      </p>
      <Text color="secondary">
        {t('gate.of', '{{candidate}} against {{base}}. {{reason}}', {
          candidate: value.candidate,
          base: value.base,
          reason: value.reason,
        })}
      </Text>
      {value.operations.length > 0 && <GateTable operations={value.operations} />}
      {value.new.length > 0 && (
        <p>
          {t('gate.new', 'Not judged, because the base does not know them: {{names}}', { names: value.new.join(', ') })}
        </p>
      )}
    </Stack>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const sentence = { ...theme.typography.h3, margin: 0 };
  return {
    pass: css(sentence),
    fail: css({ ...sentence, color: theme.colors.error.text }),
    inconclusive: css({ ...sentence, color: theme.colors.warning.text }),
  };
};
