// From which ratio to normal on is an operation in a tier? Three numbers, or those of its system.
import { Field, Input, RadioButtonGroup, Stack } from '@grafana/ui';
import { useId } from 'react';
import { t } from '../../components/text';
import { tierWord } from '../../components/tiers';
import { type Factors } from './decision';

/** As typed; null for the system's. */
export type TypedFactors = Record<keyof Factors, string> | null;

const usualFactors = { info: '1.2', warning: '1.5', critical: '3' };

export const typedFactors = (factors: Factors | null | undefined): TypedFactors =>
  factors
    ? { info: String(factors.info), warning: String(factors.warning), critical: String(factors.critical) }
    : { ...usualFactors };

/** The numbers, or what is wrong with them; the back end checks again. */
export function factorsOf(typed: TypedFactors): Factors | null | { wrong: string } {
  if (typed === null) {
    return null;
  }
  const [info, warning, critical] = [typed.info, typed.warning, typed.critical].map(Number);
  return info !== undefined &&
    warning !== undefined &&
    critical !== undefined &&
    1 < info &&
    info < warning &&
    warning < critical
    ? { info, warning, critical }
    : { wrong: t('factors.wrong', 'Each must be larger than the one before, and the first larger than 1.') };
}

export function FactorFields({ value, onChange }: { value: TypedFactors; onChange: (value: TypedFactors) => void }) {
  const id = useId();
  const factors = factorsOf(value);
  const wrong = factors && 'wrong' in factors ? factors.wrong : undefined;
  const names = ['info', 'warning', 'critical'] as const;
  return (
    <>
      <RadioButtonGroup
        aria-label={t('factors.whose', 'Whose factors')}
        options={[
          { value: 'own', label: t('factors.own', 'Own factors') },
          { value: 'system', label: t('factors.system', 'Those of the system') },
        ]}
        value={value === null ? 'system' : 'own'}
        onChange={(whose) => onChange(whose === 'system' ? null : { ...usualFactors })}
      />
      {value !== null && (
        <>
          <Stack direction="row" gap={2} wrap="wrap">
            {names.map((name, index) => (
              <Field key={name} label={tierWord(index === 0 ? 1 : index === 1 ? 2 : 3)} htmlFor={id + name}>
                <Input
                  id={id + name}
                  width={10}
                  type="number"
                  step="0.1"
                  min="1"
                  value={value[name]}
                  onChange={(event) => onChange({ ...value, [name]: event.currentTarget.value })}
                />
              </Field>
            ))}
          </Stack>
          {wrong !== undefined && <p role="alert">{wrong}</p>}
        </>
      )}
    </>
  );
}
