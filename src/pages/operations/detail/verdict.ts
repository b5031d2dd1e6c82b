// What is the one sentence about an operation? Its name, how far from normal, and what that is called.
import { formatRatio, formatSeconds } from '../../../components/numbers';
import { t } from '../../../components/text';
import { tierWord } from '../../../components/tiers';
import { type Row } from '../rows';

export function verdictOf(row: Row): string {
  const { name, p95, ratio, tier } = row;
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

/** So little is no deviation in any system. */
const nearNormal = 0.1;
