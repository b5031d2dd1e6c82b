// What is proposed for one system, what does a person choose, and is it right?
import { css } from '@emotion/css';
import { Alert, Button, Stack, Text, useStyles2 } from '@grafana/ui';
import { useState } from 'react';
import { LabelledSwitch } from '../../../components/LabelledSwitch';
import { plural, t } from '../../../components/text';
import { messageOf } from '../../../components/failure';
import { MetricRow } from './MetricRow';
import { type Check, choose, type Choices, type Mapping, open, same, toDecide } from './model';
import { checkMapping, Provisioned, saveMapping } from './requests';
import { useCheck } from './useCheck';

interface Props {
  uid: string;
  mapping: Mapping;
  /** What is saved, or was chosen before and not saved yet. */
  initial: Choices;
  onChosen: (choices: Choices) => void;
  /** After these were saved. */
  onSaved: (choices: Choices) => void;
}

export function MappingForm({ uid, mapping, initial, onChosen, onSaved }: Props) {
  const styles = useStyles2(getStyles);
  const [choices, setChoices] = useState(initial);
  const change = (next: Choices) => {
    setChoices(next);
    onChosen(next);
  };
  const [all, setAll] = useState(false);
  const { errors, problems, lost } = useCheck(uid, mapping.system, choices);
  const save = useSave(uid, mapping.system, onSaved);
  const proposed = open(mapping.proposal, choices);
  const rows = all ? mapping.metrics : toDecide(mapping.metrics, choices);
  return (
    <Stack direction="column" gap={2}>
      <Text element="p">{summary(mapping)}</Text>
      <Stack direction="row" gap={2} alignItems="center" wrap="wrap">
        {Object.keys(proposed).length > 0 && (
          <Button variant="secondary" icon="check" onClick={() => change({ ...choices, ...proposed })}>
            {plural(
              'mapping.accept',
              'Accept {{count}} proposal',
              'Accept {{count}} proposals',
              Object.keys(proposed).length
            )}
          </Button>
        )}
        <LabelledSwitch
          label={t('mapping.showFound', 'Also those that are found as documented')}
          value={all}
          onChange={setAll}
        />
      </Stack>
      <ul className={styles.list}>
        {rows.map((metric) => (
          <MetricRow
            key={metric.metric}
            metric={metric}
            profiles={mapping.profiles}
            choice={choices[metric.metric]}
            error={errors[metric.metric]}
            onChange={(choice) => change(choose(choices, metric.metric, choice))}
          />
        ))}
      </ul>
      {problems.length > 0 && (
        <Alert severity="info" title={t('mapping.problems', 'These parts cannot follow and stay without data')}>
          {problems.map(({ id, why }) => (
            <p key={id}>{`${id}: ${why}`}</p>
          ))}
        </Alert>
      )}
      {lost !== undefined && <Alert severity="error" title={lost} />}
      {save.errors !== undefined && (
        <Alert severity="error" title={t('mapping.notSaved', 'The mapping was not saved')}>
          {Object.entries(save.errors).map(([metric, why]) => (
            <p key={metric}>{metric === '' ? why : `${metric}: ${why}`}</p>
          ))}
        </Alert>
      )}
      {save.error !== undefined && (
        <Alert severity="error" title={t('mapping.notSaved', 'The mapping was not saved')}>
          {save.error instanceof Provisioned ? (
            <ForTheFile system={mapping.system} choices={choices} />
          ) : (
            messageOf(save.error)
          )}
        </Alert>
      )}
      <Stack direction="row" gap={2} alignItems="center" wrap="wrap">
        <Button
          disabled={save.busy || same(choices, mapping.mapping) || Object.keys(errors).length > 0}
          onClick={() => void save.run(choices)}
        >
          {t('mapping.save', 'Save mapping')}
        </Button>
        <span role="status">
          {save.busy && t('mapping.saving', 'Saving, until it is read by these names …')}
          {!save.busy && save.saved !== undefined && same(choices, save.saved) && t('mapping.isSaved', 'Saved.')}
        </span>
      </Stack>
    </Stack>
  );
}

/** A data source that came from a file takes the mapping from there. */
function ForTheFile({ system, choices }: { system: string; choices: Choices }) {
  return (
    <>
      <p>{t('mapping.provisioned', 'This data source comes from a provisioning file. Put this into its jsonData:')}</p>
      <pre>{JSON.stringify({ mapping: { [system]: choices } }, null, 2)}</pre>
    </>
  );
}

interface Saving {
  busy: boolean;
  saved?: Choices;
  error?: unknown;
  errors?: Check['errors'];
}

function useSave(uid: string, system: string, onSaved: (choices: Choices) => void) {
  const [state, setState] = useState<Saving>({ busy: false });
  const run = async (choices: Choices) => {
    setState({ busy: true });
    try {
      // Grafana keeps whatever it is sent, and the check of the last change may not have come yet.
      const { errors } = await checkMapping(uid, system, choices);
      if (Object.keys(errors).length > 0) {
        setState({ busy: false, errors });
        return;
      }
      await saveMapping(uid, system, choices);
      setState({ busy: false, saved: choices });
      onSaved(choices);
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  return { ...state, run };
}

function summary({ metrics, found, available }: Mapping): string {
  return t(
    'mapping.summary',
    '{{found}} metrics are found, {{available}} under another name, {{missing}} are missing.',
    {
      found,
      available,
      missing: metrics.length - found - available,
    }
  );
}

const getStyles = () => ({ list: css({ listStyle: 'none', maxHeight: 640, overflow: 'auto' }) });
