// With which numbers does one rule fire? Checked before they are taken; one click leads back to the documented ones.
import { Button, Field, Input, Modal, Stack } from '@grafana/ui';
import { useId, useState } from 'react';
import { t } from '../../components/text';
import { chosenOnly, documentedOf, type Figures, type Wrong, wrongOf } from './figures';
import { type RuleState } from './state';

interface Props {
  state: RuleState;
  onTake: (figures: Figures) => void;
  onDismiss: () => void;
}

type Typed = Record<Wrong, string>;

export function FiguresModal({ state, onTake, onDismiss }: Props) {
  const { rule, figures, standing } = state;
  const documented = documentedOf(rule);
  const names = (['limit', 'unload', 'for', 'keep'] as const).filter((name) => documented[name] !== undefined);
  const inWords = (from: Figures) =>
    Object.fromEntries(names.map((name) => [name, String(from[name] ?? documented[name])])) as Typed;
  const [typed, setTyped] = useState(() => inWords(figures));
  const id = useId();
  const wanted: Figures = Object.fromEntries(
    names.map((name) => [name, typed[name].trim() === '' ? NaN : Number(typed[name])])
  );
  const wrong = wrongOf(wanted, documented);
  return (
    <Modal isOpen title={t('alerts.numbersOf', 'Numbers of {{name}}', { name: rule.title })} onDismiss={onDismiss}>
      {names.map((name) => (
        <Field
          key={name}
          label={labelOf(name, documented.above)}
          description={t('alerts.documented', 'Documented: {{value}}', { value: documented[name] ?? '' })}
          htmlFor={`${id}-${name}`}
          invalid={wrong.includes(name)}
          error={errorOf(name, documented.above)}
        >
          <Input
            id={`${id}-${name}`}
            inputMode="decimal"
            width={20}
            value={typed[name]}
            onChange={(event) => setTyped({ ...typed, [name]: event.currentTarget.value })}
          />
        </Field>
      ))}
      {documented.limit === undefined && (
        <p>{t('alerts.factors', "Its bound is the tier of each operation's baseline: change the factors there.")}</p>
      )}
      <Modal.ButtonRow>
        <Button variant="secondary" fill="outline" onClick={() => setTyped(inWords({}))}>
          {t('alerts.resetNumbers', 'Documented numbers')}
        </Button>
        <Stack direction="row" gap={1}>
          <Button variant="secondary" onClick={onDismiss}>
            {t('alerts.cancel', 'Cancel')}
          </Button>
          <Button disabled={wrong.length > 0} onClick={() => onTake(chosenOnly(wanted, documented))}>
            {standing === 'missing'
              ? t('alerts.takeNumbers', 'Use these numbers')
              : t('alerts.applyNumbers', 'Change the rule')}
          </Button>
        </Stack>
      </Modal.ButtonRow>
    </Modal>
  );
}

function labelOf(name: Wrong, above: boolean): string {
  switch (name) {
    case 'limit':
      return above ? t('alerts.limitAbove', 'Fires above') : t('alerts.limitBelow', 'Fires below');
    case 'unload':
      return above ? t('alerts.backBelow', 'Back to normal below') : t('alerts.backAbove', 'Back to normal above');
    case 'for':
      return t('alerts.pending', 'Pending period, seconds');
    default:
      return t('alerts.keeping', 'Keep firing for, seconds');
  }
}

function errorOf(name: Wrong, above: boolean): string {
  switch (name) {
    case 'limit':
      return t('alerts.limitWrong', 'Give a number');
    case 'unload':
      return above
        ? t('alerts.backWrongAbove', 'Give a number that is not above the one at which it fires')
        : t('alerts.backWrongBelow', 'Give a number that is not below the one at which it fires');
    default:
      return t('alerts.lengthWrong', 'Give whole seconds, at most a day');
  }
}
