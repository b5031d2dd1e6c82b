/** Which documented systems are served? */
import type { RuleTest } from '../rule-test';
import type { System } from '../system';
import { kgas } from './kgas';
import { ruleTests as kgasTests } from './kgas/rule-tests';
import { omninode } from './omninode';
import { ruleTests as omninodeTests } from './omninode/rule-tests';

export const systems: System[] = [kgas, omninode];

export const ruleTests: Record<string, RuleTest[]> = { kgas: kgasTests, omninode: omninodeTests };
