// How does a person bring a run in? A file, of which system it is where the file does not say, and what was wrong with it.
import { Alert, Button, Field, FileUpload, Input, Stack, Text } from '@grafana/ui';
import { type MouseEvent, useId, useState } from 'react';
import { Combobox } from '../../components/Combobox';
import { formatPercent } from '../../components/numbers';
import { t } from '../../components/text';
import { messageOf } from '../../components/failure';
import { may } from '../roles';
import { type Run } from './answers';
import { mostBytes, upload } from './upload';

const formats = [
  'auto',
  'yardstick',
  'github-pm',
  'kgas',
  'pytest-benchmark',
  'k6',
  'jmeter',
  'locust',
  'artillery',
  'gatling',
  'dbt',
  'pyairbyte',
];

type Step =
  { is: 'idle' } | { is: 'sending'; share: number } | { is: 'done'; run: Run } | { is: 'refused'; why: string };

export function UploadForm({ uid, onImported }: { uid: string; onImported: () => void }) {
  const id = useId();
  const [system, setSystem] = useState('');
  const [version, setVersion] = useState('');
  const [format, setFormat] = useState('auto');
  const [file, setFile] = useState<File>();
  const [step, setStep] = useState<Step>({ is: 'idle' });
  if (!may('Editor')) {
    return <Text color="secondary">{t('runs.editors', 'Editors can import runs.')}</Text>;
  }
  const choose = (chosen: File | undefined) => {
    // Whoever leaves the chooser without a file keeps the one of before.
    if (chosen === undefined) {
      return;
    }
    setFile(chosen);
    // What is being sent goes on, and is told to its end.
    setStep((now) => (now.is === 'sending' ? now : { is: 'idle' }));
  };
  const tooLong: Step | undefined =
    file !== undefined && file.size > mostBytes
      ? {
          is: 'refused',
          why: t('runs.tooLong', '{{name}} is longer than 512 MB: yardstick import takes any length.', {
            name: file.name,
          }),
        }
      : undefined;
  const send = async (chosen: File) => {
    setStep({ is: 'sending', share: 0 });
    try {
      const run = await upload(
        uid,
        chosen,
        { name: chosen.name, system: system.trim(), version: version.trim(), format },
        (share) => setStep({ is: 'sending', share })
      );
      setStep({ is: 'done', run });
      onImported();
    } catch (error: unknown) {
      setStep({ is: 'refused', why: messageOf(error) });
    }
  };
  return (
    <Stack direction="column" gap={1}>
      <Stack direction="row" gap={2} wrap="wrap" alignItems="flex-end">
        <div onClickCapture={emptyField}>
          <FileUpload showFileName onFileUpload={(event) => choose(event.currentTarget.files?.[0])}>
            {t('runs.choose', 'Choose a file')}
          </FileUpload>
        </div>
        <Field noMargin label={t('runs.itsSystem', 'System, if the file does not say')} htmlFor={`${id}-system`}>
          <Input
            id={`${id}-system`}
            width={24}
            value={system}
            onChange={(event) => setSystem(event.currentTarget.value)}
          />
        </Field>
        <Field noMargin label={t('runs.version', 'Version')} htmlFor={`${id}-version`}>
          <Input
            id={`${id}-version`}
            width={16}
            value={version}
            onChange={(event) => setVersion(event.currentTarget.value)}
          />
        </Field>
        <Field noMargin label={t('runs.format', 'Format')} htmlFor={`${id}-format`}>
          <Combobox
            id={`${id}-format`}
            width={22}
            options={formats.map((value) => ({
              value,
              label: value === 'auto' ? t('runs.auto', 'By its content') : value,
            }))}
            value={format}
            onChange={({ value }) => setFormat(value)}
          />
        </Field>
        <Button
          disabled={file === undefined || tooLong !== undefined || step.is === 'sending'}
          icon="import"
          onClick={() => file && void send(file)}
        >
          {t('runs.import', 'Import')}
        </Button>
      </Stack>
      <Outcome step={step.is === 'sending' ? step : (tooLong ?? step)} />
    </Stack>
  );
}

/** A browser does not tell of a file that stands in the field already, though it was mended since. */
function emptyField({ target }: MouseEvent) {
  if (target instanceof HTMLInputElement) {
    target.value = '';
  }
}

function Outcome({ step }: { step: Step }) {
  switch (step.is) {
    case 'sending':
      return (
        <span role="status">
          {t('runs.sending', 'Sending, {{share}} are there …', { share: formatPercent(step.share) })}
        </span>
      );
    case 'refused':
      return (
        <Alert severity="error" title={t('runs.refused', 'Nothing was imported')}>
          {step.why}
        </Alert>
      );
    case 'done':
      return (
        <span role="status">
          {step.run.added === false
            ? t('runs.known', '{{name}} is there already: the same content is the same run.', { name: step.run.name })
            : t('runs.imported', '{{name}} was imported as {{format}}.', {
                name: step.run.name,
                format: step.run.format,
              })}
        </span>
      );
    default:
      return null;
  }
}
