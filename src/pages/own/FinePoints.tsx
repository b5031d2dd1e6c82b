// What else can be said of operations? Nothing here needs to be.
import { RadioButtonGroup, Stack } from '@grafana/ui';
import { useId } from 'react';
import { t } from '../../components/text';
import { type Across, has, isLevel } from './definition';
import { FieldOf, type FormProps, TextField } from './DraftForm';

export function FinePoints(form: FormProps) {
  const id = useId();
  const { draft, check, onChange } = form;
  return (
    <Stack direction="column" gap={2}>
      <TextField
        {...form}
        field="name"
        label={t('own.template', 'Names of operations')}
        description={t(
          'own.templateWhy',
          'With labels in double braces; empty: the values of the labels, of a level or counter behind its name.'
        )}
        placeholder="{{method}} {{route}}"
      />
      <FieldOf id={id} label={t('own.direction', 'What is better')} error={check?.errors.direction}>
        <RadioButtonGroup
          id={id}
          aria-label={t('own.direction', 'What is better')}
          options={[
            { value: 'less' as const, label: t('own.less', 'less') },
            { value: 'more' as const, label: t('own.more', 'more') },
            ...(isLevel(draft.kind) ? [{ value: 'neither' as const, label: t('own.neither', 'neither') }] : []),
          ]}
          value={draft.direction}
          onChange={(direction) => onChange({ direction })}
        />
      </FieldOf>
      {has(draft.kind, 'across') && <AcrossField {...form} />}
      {has(draft.kind, 'ended') && (
        <TextField
          {...form}
          field="ended"
          label={t('own.ended', 'When the last run ended')}
          description={t(
            'own.endedWhy',
            'Gauge, in unix seconds: it tells one run from the next, and when one is overdue.'
          )}
          placeholder="backup_last_run_timestamp_seconds"
        />
      )}
      {has(draft.kind, 'count') && (
        <TextField
          {...form}
          field="count"
          label={t('own.count', 'Counter of runs')}
          description={t('own.countWhy', 'Tells one run from the next; empty: each new value of the gauge is a run.')}
        />
      )}
      {has(draft.kind, 'errors') && (
        <TextField
          {...form}
          field="errors"
          label={t('own.errors', 'Failed requests')}
          description={t(
            'own.errorsWhy',
            'Matchers of those that failed: their share is learned, and told where it is more than usual.'
          )}
          placeholder={'code=~"5.."'}
        />
      )}
      {has(draft.kind, 'minRequests') && (
        <TextField
          {...form}
          field="minRequests"
          label={t('own.minRequests', 'Requests that a verdict needs')}
          placeholder={t('own.byItself', 'by itself')}
        />
      )}
    </Stack>
  );
}

function AcrossField({ draft, check, onChange }: FormProps) {
  const id = useId();
  return (
    <FieldOf
      id={id}
      label={t('own.across', 'Several series together are')}
      description={t('own.acrossWhy', 'Where an operation has more than one, such as one for each instance.')}
      error={check?.errors.across}
    >
      <RadioButtonGroup<Across>
        id={id}
        aria-label={t('own.across', 'Several series together are')}
        options={[
          { value: 'avg', label: t('own.acrossMean', 'their mean') },
          { value: 'sum', label: t('own.acrossSum', 'their sum') },
          { value: 'max', label: t('own.acrossLargest', 'the largest') },
          { value: 'min', label: t('own.acrossSmallest', 'the smallest') },
        ]}
        value={draft.across}
        onChange={(across) => onChange({ across })}
      />
    </FieldOf>
  );
}
