// What can be done with the rules of one system? All that is missing at once, or one by one.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, ConfirmModal, Stack, useStyles2 } from '@grafana/ui';
import { useId, useState } from 'react';
import { plural, t } from '../../components/text';
import { ask } from '../address';
import { type Folder, folderOf } from '../install/folders';
import { NotDone } from '../NotDone';
import { may } from '../roles';
import { type SystemCatalogue } from './askAll';
import { askedFiguresText, type Figures } from './figures';
import { FiguresModal } from './FiguresModal';
import { type Installation } from './installation';
import { install, remove, update } from './requests';
import { choicesOf } from './rule';
import { type Previewed } from './previewed';
import { RuleTable } from './RuleTable';
import { type RuleState } from './state';

interface Props {
  system: SystemCatalogue;
  states: RuleState[];
  installation: Installation;
  folders: Folder[];
  previewed: Previewed;
  onChanged: () => void;
}

/** What a person is asked before it happens. */
interface Question {
  title: string;
  body: string;
  yes: string;
  act: () => Promise<void>;
}

export function SystemRules({ system, states, installation, folders, previewed, onChanged }: Props) {
  const styles = useStyles2(getStyles);
  const heading = useId();
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [question, setQuestion] = useState<Question>();
  const [numbers, setNumbers] = useState<RuleState>();
  const editor = may('Editor');
  const choices = { ...installation, expressions: system.metrics.expressions };
  const missing = states.filter(({ standing }) => standing === 'missing');
  const outdated = states.filter(({ standing }) => standing === 'outdated');
  const ours = states.filter(({ standing }) => standing !== 'missing' && standing !== 'provisioned');

  const act = (what: () => Promise<void>) => {
    setBusy(true);
    what()
      .then(() => setFailure(undefined), setFailure)
      .finally(() => {
        setBusy(false);
        onChanged();
      });
  };
  const add = (some: RuleState[]) =>
    act(async () => install(some, choices, await folderOf(installation.folder ?? { title: system.folder }, folders)));
  const renew = (some: RuleState[]) =>
    update(some, (state) => (state.installed ? choicesOf(state.installed, state.rule, choices) : choices));
  const take = (state: RuleState, figures: Figures) => {
    setNumbers(undefined);
    const { installed, rule } = state;
    if (!installed) {
      ask({ figures: askedFiguresText(new Map(installation.figures).set(rule.id, figures)) });
      return;
    }
    act(() =>
      update([state], () => ({ ...choicesOf(installed, rule, choices), figures: new Map([[rule.id, figures]]) }))
    );
  };

  return (
    <section aria-labelledby={heading}>
      <Stack direction="row" gap={1} wrap="wrap" alignItems="center" justifyContent="space-between">
        <h2 id={heading} className={styles.heading}>
          {system.title}
        </h2>
        <Stack direction="row" gap={1} wrap="wrap" alignItems="center">
          {!editor && <span className={styles.quiet}>{t('alerts.editors', 'Editors can install alert rules.')}</span>}
          {!previewed.all(system.name) && (
            <Button size="sm" variant="secondary" icon="history" onClick={() => previewed.add(system.name)}>
              {t('alerts.previewAll', 'Preview 14 days')}
            </Button>
          )}
          {missing.length > 0 && (
            <Button size="sm" disabled={!editor || busy} icon="plus" onClick={() => add(missing)}>
              {plural('alerts.install', 'Install {{count}} rule', 'Install {{count}} rules', missing.length)}
            </Button>
          )}
          {outdated.length > 0 && (
            <Button size="sm" disabled={!editor || busy} icon="sync" onClick={() => act(() => renew(outdated))}>
              {plural('alerts.update', 'Update {{count}} rule', 'Update {{count}} rules', outdated.length)}
            </Button>
          )}
          {ours.length > 0 && (
            <Button
              size="sm"
              variant="secondary"
              fill="outline"
              disabled={!editor || busy}
              icon="trash-alt"
              onClick={() => setQuestion(removal(ours))}
            >
              {plural('alerts.remove', 'Remove {{count}} rule', 'Remove {{count}} rules', ours.length)}
            </Button>
          )}
        </Stack>
      </Stack>
      <NotDone what={t('alerts.change', 'Change of alert rules')} error={failure} />
      <RuleTable
        system={system.name}
        states={states}
        choices={choices}
        previewed={(id) => previewed.all(system.name) || previewed.one(id)}
        disabled={!editor || busy}
        onInstall={(state) => add([state])}
        onUpdate={(state) =>
          state.standing === 'changed'
            ? setQuestion(overwriting(state, () => renew([state])))
            : act(() => renew([state]))
        }
        onRemove={(state) => setQuestion(removal([state]))}
        onNumbers={setNumbers}
        onPreview={({ rule }) => previewed.add(rule.id)}
      />
      {numbers && (
        <FiguresModal
          state={numbers}
          onTake={(figures) => take(numbers, figures)}
          onDismiss={() => setNumbers(undefined)}
        />
      )}
      {question && (
        <ConfirmModal
          isOpen
          title={question.title}
          body={question.body}
          confirmText={question.yes}
          onConfirm={() => {
            setQuestion(undefined);
            act(question.act);
          }}
          onDismiss={() => setQuestion(undefined)}
        />
      )}
    </section>
  );
}

function removal(some: RuleState[]): Question {
  const changed = some.filter(({ standing }) => standing === 'changed').length;
  return {
    title: plural('alerts.remove', 'Remove {{count}} rule', 'Remove {{count}} rules', some.length),
    body:
      changed > 0
        ? t('alerts.removeChanged', 'What people changed in {{changed}} of them is lost.', { changed })
        : t('alerts.removePlain', 'They can be installed again at any time.'),
    yes: t('alerts.yesRemove', 'Remove'),
    act: () => remove(some),
  };
}

function overwriting({ rule }: RuleState, act: () => Promise<void>): Question {
  return {
    title: t('alerts.overwrite', "Take the catalogue's text of {{name}}", { name: rule.title }),
    body: t(
      'alerts.overwriteWhy',
      'What a person changed in this rule is replaced; labels, contact point, folder and group stay.'
    ),
    yes: t('alerts.yesOverwrite', 'Replace'),
    act,
  };
}

const getStyles = (theme: GrafanaTheme2) => ({
  heading: css({ ...theme.typography.h4, margin: 0 }),
  quiet: css({ color: theme.colors.text.secondary }),
});
