// Where do installed rules go, whom do they tell, and which Prometheus do they ask?
import { Field, Input, TagsInput } from '@grafana/ui';
import { useId } from 'react';
import { Combobox } from '../../components/Combobox';
import { t } from '../../components/text';
import { useTyped } from '../../components/useTyped';
import { ask } from '../address';
import { type Folder } from '../install/folders';
import { labelOf, labelsText } from './labels';
import { folderText, type Installation } from './installation';

interface Props {
  installation: Installation;
  folders: Folder[];
  receivers: string[];
  /** Further labels, as "name=value". */
  labels: string[];
}

export function ChoiceBar({ installation, folders, receivers, labels: further }: Props) {
  const id = useId();
  const { known, prometheus, folder, receiver, labels } = installation;
  const [team, setTeam] = useTyped(labels.team ?? '');
  return (
    <>
      {known.length > 1 && (
        <Field noMargin label={t('alerts.prometheus', 'Prometheus of the rules')} htmlFor={`${id}-prometheus`}>
          <Combobox
            id={`${id}-prometheus`}
            width={26}
            options={known.map(({ uid, name }) => ({ value: uid, label: name }))}
            value={prometheus}
            onChange={({ value }) => ask({ prometheus: value })}
          />
        </Field>
      )}
      <Field noMargin label={t('alerts.folder', 'Folder')} htmlFor={`${id}-folder`}>
        <Combobox
          id={`${id}-folder`}
          width={26}
          isClearable
          createCustomValue
          placeholder={t('alerts.ownFolder', "The system's own")}
          options={folderOptions(folders, folderText(folder))}
          value={folderText(folder) ?? null}
          onChange={(option) => ask({ folder: option ? chosenFolder(folders, option.value) : undefined })}
        />
      </Field>
      <Field noMargin label={t('alerts.receiver', 'Contact point')} htmlFor={`${id}-receiver`}>
        <Combobox
          id={`${id}-receiver`}
          width={26}
          isClearable
          createCustomValue
          placeholder={t('alerts.byPolicy', 'By notification policies')}
          options={[...new Set([...receivers, ...(receiver ? [receiver] : [])])].map((name) => ({
            value: name,
            label: name,
          }))}
          value={receiver ?? null}
          onChange={(option) => ask({ receiver: option?.value })}
        />
      </Field>
      <Field noMargin label={t('alerts.team', 'Label team')} htmlFor={`${id}-team`}>
        <Input
          id={`${id}-team`}
          width={20}
          value={team}
          onChange={(event) => setTeam(event.currentTarget.value)}
          onBlur={() => ask({ team: team.trim() })}
        />
      </Field>
      <Field
        noMargin
        label={t('alerts.labels', 'Further labels')}
        htmlFor={`${id}-labels`}
        invalid={further.some((each) => labelOf(each) === undefined)}
        error={t('alerts.labelsWrong', 'Write name=value; severity, system and rule_version are the rule’s own')}
      >
        <TagsInput
          id={`${id}-labels`}
          width={30}
          addOnBlur
          placeholder={t('alerts.labelsHint', 'region=eu, then Enter')}
          tags={further}
          onChange={(tags) => ask({ labels: labelsText(tags) })}
        />
      </Field>
    </>
  );
}

function folderOptions(folders: Folder[], chosen: string | undefined) {
  const known = folders.map(({ uid, title }) => ({ value: uid, label: title }));
  return chosen === undefined || known.some(({ value }) => value === chosen)
    ? known
    : [...known, { value: chosen, label: chosen.replace(/^new:/, '') }];
}

/** What is no folder's uid is the title of a new one. */
const chosenFolder = (folders: Folder[], value: string) =>
  folders.some(({ uid }) => uid === value) ? value : `new:${value.replace(/^new:/, '')}`;
