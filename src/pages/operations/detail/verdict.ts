// What is the one sentence about an operation? Its name, how far from normal, and what that is called.
import { formatRatio, formatSeconds, formatValue } from '../../../components/numbers';
import { t } from '../../../components/text';
import { type Tier, tierWord } from '../../../components/tiers';
import { isDuration } from '../../../components/unit';
import { percentText } from '../columns';
import { type Row, worstOf } from '../rows';

interface Verdict {
  tier: Tier;
  sentence: string;
  /** The operation without what the sentence says. */
  besides: Row;
}

/** The worst comes first: what has stopped, or fails, is not fine because the last of it was fast. */
export function verdictOf(row: Row): Verdict {
  const tier = worstOf(row);
  if (tier === row.tier) {
    return { tier, sentence: isDuration(row.unit) ? ofDuration(row) : ofValue(row), besides: row };
  }
  const values = { name: row.name, tier: tierWord(tier) };
  return row.silent === tier
    ? {
        tier,
        sentence: t('verdict.stopped', '{{name}} completes nothing any more, {{tier}}.', values),
        besides: { ...row, silent: 0 },
      }
    : {
        tier,
        sentence: t('verdict.failing', '{{share}} of {{name}} fail, more than usual, {{tier}}.', {
          ...values,
          share: percentText(row.errors),
        }),
        besides: { ...row, failing: 0 },
      };
}

function ofDuration({ name, p95, ratio, tier }: Row): string {
  if (p95 === undefined) {
    return t('verdict.silent', '{{name}} has not run lately.', { name });
  }
  if (ratio === undefined) {
    return t('verdict.unknown', '{{name}} takes {{time}}; what is normal is still being learned.', {
      name,
      time: formatSeconds(p95),
    });
  }
  const values = { name, time: formatSeconds(p95), ratio: formatRatio(ratio) };
  if (tier > 0) {
    return t('verdict.slow', '{{name}} takes {{ratio}} its normal time: {{time}}, {{tier}}.', {
      ...values,
      tier: tierWord(tier),
    });
  }
  // Half as much again may be chance, and is not called the normal time.
  return Math.abs(ratio - 1) < nearNormal
    ? t('verdict.normal', '{{name}} takes its normal time: {{time}}, {{ratio}} of normal.', values)
    : t('verdict.notSlow', '{{name}} is not slow: {{time}}, {{ratio}} of normal.', values);
}

/** What is no duration takes no time: it is at a value. */
function ofValue({ name, p95, normal, ratio, tier, unit }: Row): string {
  if (p95 === undefined) {
    return t('verdict.unmeasured', 'Nothing of {{name}} was measured lately.', { name });
  }
  const value = formatValue(p95, unit);
  if (ratio === undefined) {
    return t('verdict.valueUnknown', '{{name}} is at {{value}}; what is normal is still being learned.', {
      name,
      value,
    });
  }
  const values = { name, value, ratio: formatRatio(ratio) };
  // Where less is not what is better, a third of normal is three times off.
  if (tier > 0 && normal !== undefined && p95 < normal) {
    return t('verdict.below', '{{name}} is {{ratio}} below normal: {{value}} instead of {{usual}}, {{tier}}.', {
      ...values,
      usual: formatValue(normal, unit),
      tier: tierWord(tier),
    });
  }
  if (tier > 0) {
    return t('verdict.off', '{{name}} is at {{ratio}} of normal: {{value}}, {{tier}}.', {
      ...values,
      tier: tierWord(tier),
    });
  }
  return Math.abs(ratio - 1) < nearNormal
    ? t('verdict.asNormal', '{{name}} is as normal: {{value}}, {{ratio}} of normal.', values)
    : t('verdict.notOff', '{{name}} is not off normal: {{value}}, {{ratio}} of it.', values);
}

/** So little is no deviation in any system. */
const nearNormal = 0.1;
