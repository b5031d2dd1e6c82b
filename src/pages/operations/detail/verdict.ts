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
  return tier === 0
    ? t('verdict.normal', '{{name}} takes its normal time: {{time}}, {{ratio}} of normal.', {
        name,
        time: formatSeconds(p95),
        ratio: formatRatio(ratio),
      })
    : t('verdict.slow', '{{name}} takes {{ratio}} its normal time: {{time}}, {{tier}}.', {
        name,
        ratio: formatRatio(ratio),
        time: formatSeconds(p95),
        tier: tierWord(tier),
      });
}
