// Which stretch of time is meant? Typed as a date or as "now-2h", in the person's time zone.
import { dateMath, type DateTime, dateTime, dateTimeFormat, dateTimeParse, getTimeZone } from '@grafana/data';
import { Field, Input, Stack } from '@grafana/ui';
import { useId } from 'react';
import { t } from '../../components/text';

export interface Typed {
  from: string;
  to: string;
}

export const typedMoment = (at: string | number) => dateTimeFormat(at, { timeZone: getTimeZone() });

/** Undefined for what is no time, and for what would be read as another one than is meant: that is what is decided about. */
export function momentOf(text: string): string | undefined {
  const at = readMoment(text.trim());
  return at?.isValid() ? at.toISOString() : undefined;
}

const day = String.raw`\d{4}-\d{1,2}-\d{1,2}`;
const clock = String.raw`[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?`;
const local = new RegExp(`^${day}(${clock})?$`);
/** As machines write it. */
const zoned = new RegExp(`^${day}${clock} ?(Z|[+-]\\d{2}:?\\d{2})$`);

function readMoment(text: string): DateTime | undefined {
  const timeZone = getTimeZone();
  if (text.startsWith('now')) {
    // Grafana takes what it cannot read, "now-2" for one, for the present.
    return dateMath.isValid(text) ? dateTimeParse(text, { timeZone }) : undefined;
  }
  if (zoned.test(text)) {
    return dateTime(text.replace(/ (?=Z|[+-]\d{2}:?\d{2}$)/, ''));
  }
  if (local.test(text)) {
    return dateTimeParse(text, { timeZone, format: 'YYYY-MM-DD HH:mm:ss' });
  }
  // In the form that this Grafana writes times in: of what it would write otherwise it has read something else.
  const at = dateTimeParse(text, { timeZone });
  return at.isValid() && dateTimeFormat(at, { timeZone }) === text ? at : undefined;
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
