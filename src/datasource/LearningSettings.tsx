// How far back is learned, which days are no working days, how late do samples arrive, and who else may read what was learned?
import { ConfigSection } from '@grafana/plugin-ui';
import { Field, Input, Stack, Switch } from '@grafana/ui';
import { useId } from 'react';
import { t } from '../components/text';
import { HolidaysField } from './HolidaysField';
import { type Settings } from './types';

interface Props {
  settings: Settings;
  onChange: (settings: Partial<Settings>) => void;
  disabled?: boolean;
}

/** The limits of pkg/plugin/settings.go. */
const learnDays = { default: 28, min: 1, max: 365, whole: true };
const lagSeconds = { default: 0, min: 0, max: 900 };

export function LearningSettings({ settings, onChange, disabled }: Props) {
  const id = useId();
  return (
    <ConfigSection title={t('config.learning', 'Learning')}>
      <Stack direction="column" gap={2}>
        <NumberField
          id={`${id}-days`}
          label={t('config.learnDays', 'Days to learn from')}
          description={t(
            'config.learnDaysWhy',
            'The newest day comes first, so that baselines are there within minutes.'
          )}
          limits={learnDays}
          value={settings.learnDays}
          disabled={disabled}
          onChange={(days) => onChange({ learnDays: days })}
        />
        <NumberField
          id={`${id}-lag`}
          label={t('config.lag', 'Lag in seconds')}
          description={t('config.lagWhy', 'How late samples arrive, for a Prometheus that receives by remote write.')}
          limits={lagSeconds}
          value={settings.lagSeconds}
          disabled={disabled}
          onChange={(lag) => onChange({ lagSeconds: lag })}
        />
        <HolidaysField
          id={`${id}-holidays`}
          holidays={settings.holidays ?? []}
          disabled={disabled}
          onChange={(holidays) => onChange({ holidays })}
        />
        <Field
          noMargin
          label={t('config.publish', 'Publish baselines as metrics')}
          description={t(
            'config.publishWhy',
            'On the metrics endpoint of the plugin, for the rules of another ruler. That endpoint asks for no credentials unless it is protected.'
          )}
          htmlFor={`${id}-publish`}
        >
          <Switch
            id={`${id}-publish`}
            value={settings.publish ?? false}
            disabled={disabled}
            onChange={({ currentTarget }) => onChange({ publish: currentTarget.checked })}
          />
        </Field>
      </Stack>
    </ConfigSection>
  );
}

interface NumberProps {
  id: string;
  label: string;
  description: string;
  limits: { default: number; min: number; max: number; whole?: boolean };
  value?: number;
  disabled?: boolean;
  onChange: (value: number) => void;
}

function NumberField({ id, label, description, limits, value, disabled, onChange }: NumberProps) {
  const typed = value ?? limits.default;
  const outside = !Number.isFinite(typed) || typed < limits.min || typed > limits.max;
  const fraction = limits.whole === true && !Number.isInteger(typed);
  const range = { min: limits.min, max: limits.max };
  return (
    <Field
      noMargin
      label={label}
      description={description}
      htmlFor={id}
      invalid={outside || fraction}
      error={
        outside ? t('config.range', 'Between {{min}} and {{max}}', range) : t('config.whole', 'Write a whole number')
      }
    >
      <Input
        id={id}
        type="number"
        width={16}
        {...range}
        disabled={disabled}
        value={Number.isFinite(typed) ? typed : ''}
        onChange={({ currentTarget }) => onChange(currentTarget.valueAsNumber)}
      />
    </Field>
  );
}
