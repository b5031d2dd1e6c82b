// What is a new dashboard called, and in which folder is it? Only folders that this person may write to are offered.
import { Field, Input, Stack } from '@grafana/ui';
import { useId } from 'react';
import { Combobox } from '../../components/Combobox';
import { t } from '../../components/text';
import { useAnswer } from '../../components/useAnswer';
import { askFolders } from '../install/folders';

interface Props {
  title: string;
  /** Empty: Grafana's root. */
  folder: string;
  onTitle: (title: string) => void;
  onFolder: (folder: string) => void;
}

export function NewFields({ title, folder, onTitle, onFolder }: Props) {
  const id = useId();
  const { value: folders = [], error } = useAnswer('folders to write to', askFolders);
  return (
    <Stack direction="column" gap={2}>
      <Field noMargin label={t('add.name', 'Title')} htmlFor={`${id}-title`}>
        <Input id={`${id}-title`} value={title} onChange={(event) => onTitle(event.currentTarget.value)} />
      </Field>
      <Field
        noMargin
        label={t('alerts.folder', 'Folder')}
        htmlFor={`${id}-folder`}
        invalid={error !== undefined}
        error={error}
      >
        <Combobox
          id={`${id}-folder`}
          isClearable
          placeholder={t('add.root', 'Dashboards')}
          options={folders.map((one) => ({ value: one.uid, label: one.title }))}
          value={folder === '' ? null : folder}
          onChange={(option) => onFolder(option?.value ?? '')}
        />
      </Field>
    </Stack>
  );
}
