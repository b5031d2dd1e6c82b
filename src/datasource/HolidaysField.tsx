// Which days count as Sundays?
import { Field, Input } from '@grafana/ui';
import { useState } from 'react';
import { t } from '../components/text';
import { leftOrEntered } from './whenLeft';

interface Props {
  id: string;
  holidays: string[];
  onChange: (holidays: string[]) => void;
  disabled?: boolean;
}

/** Written as one line, 2026-12-25 or 12-25 for every year; handed on when the field is left and every day is one. */
export function HolidaysField({ id, holidays, onChange, disabled }: Props) {
  const saved = holidays.join(', ');
  const [typed, setTyped] = useState<string>();
  const days = daysOf(typed ?? saved);
  const wrong = days.find((day) => !isDay(day));
  const leave = () => {
    if (wrong !== undefined) {
      return;
    }
    setTyped(undefined);
    if (days.join(', ') !== saved) {
      onChange(days);
    }
  };
  return (
    <Field
      noMargin
      label={t('config.holidays', 'Holidays')}
      description={t(
        'config.holidaysWhy',
        'Days that count as Sundays, separated by commas: 2026-12-25, or 12-25 for every year.'
      )}
      htmlFor={id}
      invalid={wrong !== undefined}
      error={t('config.noDay', '{{day}} is no day: write 2026-12-25, or 12-25 for every year', { day: wrong ?? '' })}
    >
      <Input
        id={id}
        width={60}
        disabled={disabled}
        value={typed ?? saved}
        placeholder={t('config.noHolidays', 'None')}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        {...leftOrEntered(leave)}
      />
    </Field>
  );
}

function daysOf(text: string): string[] {
  return text.split(/[\s,;]+/).filter((day) => day !== '');
}

/** The same as pkg/baseline/calendar.go: a day of one year, or of every year, 29 February included. */
function isDay(text: string): boolean {
  const found = /^(?:(\d{4})-)?(\d{2})-(\d{2})$/.exec(text);
  if (!found) {
    return false;
  }
  const [, year = '2000', month, day] = found;
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return at.getUTCMonth() === Number(month) - 1 && at.getUTCDate() === Number(day);
}
