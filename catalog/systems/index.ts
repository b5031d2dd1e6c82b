/** Which documented systems are served? */
import type { RuleTest, ShownTest } from '../rule-test';
import type { System } from '../system';
import { ado } from './ado';
import { documented as adoDocument } from './ado/documented';
import { ruleTests as adoTests, shown as adoShown } from './ado/rule-tests';
import { dpas } from './dpas';
import { documented as dpasDocument } from './dpas/documented';
import { ruleTests as dpasTests, shown as dpasShown } from './dpas/rule-tests';
import { githubPm } from './github-pm';
import { documented as githubPmDocument } from './github-pm/documented';
import { ruleTests as githubPmTests, shown as githubPmShown } from './github-pm/rule-tests';
import { kgas } from './kgas';
import { documented as kgasDocument } from './kgas/documented';
import { ruleTests as kgasTests, shown as kgasShown } from './kgas/rule-tests';
import { omninode } from './omninode';
import { documented as omninodeDocument } from './omninode/documented';
import { ruleTests as omninodeTests, shown as omninodeShown } from './omninode/rule-tests';

export const systems: System[] = [dpas, kgas, ado, omninode, githubPm];

export const ruleTests: Record<string, RuleTest[]> = {
  dpas: dpasTests,
  kgas: kgasTests,
  omninode: omninodeTests,
  ado: adoTests,
  'github-pm': githubPmTests,
};

/** What panels and reports show, where no rule does. */
export const shown: Record<string, ShownTest[]> = {
  dpas: dpasShown,
  kgas: kgasShown,
  ado: adoShown,
  omninode: omninodeShown,
  'github-pm': githubPmShown,
};

/** What each document names, by id, with its lines: apart from the specification, so that the one can be held against the other. */
export const documents: Record<string, Record<string, string>> = {
  dpas: dpasDocument,
  kgas: kgasDocument,
  omninode: omninodeDocument,
  ado: adoDocument,
  'github-pm': githubPmDocument,
};
