// Which dashboards are there? Editors install them into a folder; what a person changed stays as it is.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import {
  Badge,
  type BadgeColor,
  Button,
  ConfirmModal,
  Field,
  LoadingPlaceholder,
  Stack,
  useStyles2,
} from '@grafana/ui';
import { useId, useState } from 'react';
import { Combobox } from '../../components/Combobox';
import { PageLink } from '../../components/PageLink';
import { plural, t } from '../../components/text';
import { useAnswer } from '../../components/useAnswer';
import { dashboardLink } from '../dashboardLink';
import { prometheusFor, type Source } from '../datasources';
import { type DashboardStanding } from '../install/dashboard';
import { askDashboards, type DashboardState, installDashboard, removeDashboard } from '../install/dashboardRequests';
import { askFolders, type Folder, type FolderChoice, folderOf } from '../install/folders';
import { NotDone } from '../NotDone';
import { may } from '../roles';
import { Step } from './Step';

interface Known {
  states: DashboardState[];
  folders: Folder[];
}

async function askKnown(): Promise<Known> {
  const [states, folders] = await Promise.all([askDashboards(), askFolders()]);
  return { states, folders };
}

export function DashboardStep({ source }: { source: Source }) {
  const [round, setRound] = useState(0);
  const { value, error } = useAnswer('dashboards', askKnown, { round });
  const done = value !== undefined && value.states.some(({ standing }) => standing !== 'missing');
  return (
    <Step number={3} title={t('setup.dashboards', 'Dashboards')} done={done}>
      {!value && error === undefined && (
        <LoadingPlaceholder text={t('setup.comparing', 'Comparing with the catalogue …')} />
      )}
      {error !== undefined && <p role="alert">{error}</p>}
      {value && <Dashboards {...value} source={source} onChanged={() => setRound((before) => before + 1)} />}
    </Step>
  );
}

function Dashboards({ states, folders, source, onChanged }: Known & { source: Source; onChanged: () => void }) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const [folder, setFolder] = useState<FolderChoice>();
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [replacing, setReplacing] = useState<DashboardState>();
  const [removing, setRemoving] = useState<DashboardState>();
  const editor = may('Editor');
  const [prometheus] = prometheusFor(source.uid);
  const wanted = states.filter(({ standing }) => standing === 'missing' || standing === 'outdated');
  const act = async (what: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await what();
      setFailure(undefined);
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
      onChanged();
    }
  };
  const remove = (state: DashboardState) => act(() => removeDashboard(state));
  const install = (some: DashboardState[]) =>
    act(async () => {
      for (const state of some) {
        // Folders are made one after the other: two of one title are two folders.
        const uid = state.present ? '' : await folderOf(folder ?? { title: state.system.folder }, await askFolders());
        await installDashboard(state, uid, { prometheus, 'yardstick-baselines-datasource': source });
      }
    });
  return (
    <>
      <ul className={styles.list}>
        {states.map((state) => (
          <li key={state.dashboard.uid} className={styles.line}>
            {state.present && state.standing !== 'hidden' ? (
              <PageLink href={dashboardLink(state.dashboard.uid, source.uid)}>{state.dashboard.title}</PageLink>
            ) : (
              state.dashboard.title
            )}
            <Badge {...badge(state.standing)} />
            {state.standing === 'changed' && editor && (
              <Button size="sm" fill="text" disabled={busy} onClick={() => setReplacing(state)}>
                {t('setup.takeCatalogue', "Take the catalogue's")}
              </Button>
            )}
            {state.present && !['provisioned', 'hidden'].includes(state.standing) && editor && (
              <Button
                size="sm"
                fill="text"
                variant="secondary"
                disabled={busy}
                onClick={() => (state.standing === 'changed' ? setRemoving(state) : void remove(state))}
                aria-label={t('setup.removeOne', 'Remove {{title}}', { title: state.dashboard.title })}
              >
                {t('setup.remove', 'Remove')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {!editor && <span>{t('setup.editors', 'Editors can install dashboards.')}</span>}
      {editor && wanted.length > 0 && (
        <Stack direction="row" gap={1} wrap="wrap" alignItems="flex-end">
          <Field noMargin label={t('setup.folder', 'Folder')} htmlFor={`${id}-folder`}>
            <Combobox
              id={`${id}-folder`}
              width={30}
              isClearable
              createCustomValue
              placeholder={t('setup.ownFolders', 'One for each system')}
              options={folders.map(({ uid, title }) => ({ value: uid, label: title }))}
              value={folder && ('uid' in folder ? folder.uid : { value: folder.title, label: folder.title })}
              onChange={(option: { value: string } | null) =>
                setFolder(option === null ? undefined : chosen(folders, option.value))
              }
            />
          </Field>
          <Button disabled={busy} icon="plus" onClick={() => void install(wanted)}>
            {plural('setup.install', 'Install {{count}} dashboard', 'Install {{count}} dashboards', wanted.length)}
          </Button>
        </Stack>
      )}
      <NotDone what={t('setup.dashboards', 'Dashboards')} error={failure} />
      {replacing && (
        <ConfirmModal
          isOpen
          title={t('setup.replace', "Take the catalogue's {{title}}", { title: replacing.dashboard.title })}
          body={t('setup.replaceWhy', 'What a person changed in it is replaced; it can be had back from its versions.')}
          confirmText={t('setup.yesReplace', 'Replace')}
          onConfirm={() => {
            setReplacing(undefined);
            void install([replacing]);
          }}
          onDismiss={() => setReplacing(undefined)}
        />
      )}
      {removing && (
        <ConfirmModal
          isOpen
          title={t('setup.removeOne', 'Remove {{title}}', { title: removing.dashboard.title })}
          body={t('setup.removeWhy', "What a person changed in it is lost; the catalogue's can be installed again.")}
          confirmText={t('setup.remove', 'Remove')}
          onConfirm={() => {
            setRemoving(undefined);
            void remove(removing);
          }}
          onDismiss={() => setRemoving(undefined)}
        />
      )}
    </>
  );
}

const chosen = (folders: Folder[], value: string): FolderChoice =>
  folders.some(({ uid }) => uid === value) ? { uid: value } : { title: value };

function badge(standing: DashboardStanding): { text: string; color: BadgeColor } {
  switch (standing) {
    case 'missing':
      return { text: t('alerts.missing', 'not installed'), color: 'darkgrey' };
    case 'hidden':
      return { text: t('setup.hidden', 'in a folder that you may not see'), color: 'darkgrey' };
    case 'provisioned':
      return { text: t('alerts.provisioned', 'from a file'), color: 'purple' };
    case 'outdated':
      return { text: t('alerts.outdated', 'newer version available'), color: 'blue' };
    case 'changed':
      return { text: t('alerts.changed', 'changed by a person'), color: 'orange' };
    default:
      return { text: t('alerts.installed', 'installed'), color: 'green' };
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', display: 'grid', gap: theme.spacing(0.5) }),
  line: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1), alignItems: 'center', minHeight: 28 }),
});
