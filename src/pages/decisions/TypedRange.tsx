// Which stretch of time is meant? Typed as a date or as "now-2h", in the person's time zone.
import { dateTimeFormat, dateTimeParse, getTimeZone } from '@grafana/data';
import { Field, Input, Stack } from '@grafana/ui';
import { useId } from 'react';
import { t } from '../../components/text';

export interface Typed {
  from: string;
  to: string;
}

export const typedMoment = (at: string | number) => dateTimeFormat(at, { timeZone: getTimeZone() });

/** Undefined for what is no time. */
export function momentOf(text: string): string | undefined {
  const at = text.trim() === '' ? undefined : dateTimeParse(text.trim(), { timeZone: getTimeZone() });
  return at?.isValid() ? at.toISOString() : undefined;
}

/** The stretch, or what is wrong with it. */
export function stretchOf({ from, to }: Typed): { from: string; to: string } | { wrong: string } {
  const [start, end] = [momentOf(from), momentOf(to)];
  if (start === undefined || end === undefined) {
    const text = start === undefined ? from : to;
    return { wrong: t('range.noTime', '"{{text}}" is not a time: write 2026-03-10 06:00, or now-2h.', { text }) };
  }
  return start < end
    ? { from: start, to: end }
    : { wrong: t('range.empty', 'The end must be later than the beginning.') };
}

interface Props {
  value: Typed;
  onChange: (value: Typed) => void;
}

export function TypedRange({ value, onChange }: Props) {
  const id = useId();
  const stretch = stretchOf(value);
  const wrong = 'wrong' in stretch ? stretch.wrong : undefined;
  return (
    <Stack direction="row" gap={2} wrap="wrap">
      <Field label={t('range.from', 'From')} htmlFor={`${id} from`}>
        <Input
          id={`${id} from`}
          width={26}
          value={value.from}
          onChange={(event) => onChange({ ...value, from: event.currentTarget.value })}
        />
      </Field>
      <Field label={t('range.to', 'To')} htmlFor={`${id} to`} invalid={wrong !== undefined} error={wrong}>
        <Input
          id={`${id} to`}
          width={26}
          value={value.to}
          onChange={(event) => onChange({ ...value, to: event.currentTarget.value })}
        />
      </Field>
    </Stack>
  );
}
