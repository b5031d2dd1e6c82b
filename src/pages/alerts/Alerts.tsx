// Which of the catalogue's alert rules does this Grafana have, and which are still what they were? Editors install them.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Field, Stack, useStyles2 } from '@grafana/ui';
import { useId, useState } from 'react';
import { Combobox } from '../../components/Combobox';
import { t } from '../../components/text';
import { useAnswer } from '../../components/useAnswer';
import { ask, type Asked, askedText } from '../address';
import { Answered } from '../Answered';
import { prometheusFor, type Source } from '../datasources';
import { SourcePage } from '../SourcePage';
import { askAll, type Everything } from './askAll';
import { ChoiceBar } from './ChoiceBar';
import { type Installation, installationOf } from './installation';
import { labelTexts } from './labels';
import { previewedOf } from './previewed';
import { sentenceOf } from './sentence';
import { statesOf } from './state';
import { SystemRules } from './SystemRules';

export default function Alerts({ asked }: { asked: Asked }) {
  return (
    // Another data source may have been made for another Prometheus, which its rules are to ask.
    <SourcePage chosen={askedText(asked, 'ds')} own={['prometheus']}>
      {(source) => <OfSource key={source.uid} source={source} asked={asked} />}
    </SourcePage>
  );
}

function OfSource({ source, asked }: { source: Source; asked: Asked }) {
  const [round, setRound] = useState(0);
  const answer = useAnswer(`rules ${source.uid}`, () => askAll(source.uid), { round });
  return (
    <Answered answer={answer} source={source} waiting={t('alerts.loading', 'Comparing with the catalogue …')}>
      {(everything) => (
        <Rules
          everything={everything}
          source={source}
          asked={asked}
          onChanged={() => setRound((before) => before + 1)}
        />
      )}
    </Answered>
  );
}

interface Props {
  everything: Everything;
  source: Source;
  asked: Asked;
  onChanged: () => void;
}

function Rules({ everything, source, asked, onChanged }: Props) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const installation: Installation = installationOf(asked, source.uid, prometheusFor(source.uid));
  const all = everything.systems.map((system) => ({
    system,
    states: statesOf(
      system.groups,
      everything.installed,
      { ...installation, expressions: system.metrics.expressions },
      system.metrics.unserved
    ),
  }));
  const chosen = askedText(asked, 'system');
  const shown = all.filter(({ system }) => !chosen || system.name === chosen);
  return (
    <div className={styles.page}>
      <p className={styles.sentence}>{sentenceOf(shown.flatMap(({ states }) => states))}</p>
      <Stack direction="row" gap={2} wrap="wrap" alignItems="flex-end">
        <Field noMargin label={t('alerts.system', 'System')} htmlFor={id}>
          <Combobox
            id={id}
            isClearable
            width={24}
            placeholder={t('alerts.allSystems', 'All systems')}
            options={all.map(({ system }) => ({ value: system.name, label: system.title }))}
            value={chosen ?? null}
            onChange={(option) => ask({ system: option?.value })}
          />
        </Field>
        <ChoiceBar
          installation={installation}
          folders={everything.folders}
          receivers={everything.receivers}
          labels={labelTexts(askedText(asked, 'labels'))}
        />
      </Stack>
      {shown.map(({ system, states }) => (
        <SystemRules
          key={system.name}
          system={system}
          states={states}
          installation={installation}
          folders={everything.folders}
          previewed={previewedOf(asked)}
          onChanged={onChanged}
        />
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(3) }),
  sentence: css({ ...theme.typography.h3, margin: 0 }),
});
