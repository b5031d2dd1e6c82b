/**
 * Which rules have to be named to be removed? Grafana keeps rules that came from a file until another file lists
 * them; provisioning/uninstall is that file.
 */
import { stringify } from 'yaml';
import { z } from 'zod';

import { generatedYaml } from './header';
import { mustBeReleased, withdrawn } from '../released';
import { DeleteRules, deletions, ruleUids } from './rule-schema';

export const UninstallFile = z.strictObject({ apiVersion: z.literal(1), deleteRules: DeleteRules });

/** The file that removes every rule of the given files, and every one that an earlier version had. */
export function uninstall(files: readonly string[]): string {
  const current = ruleUids(files);
  mustBeReleased(current);
  const deleteRules = deletions([...current, ...withdrawn(current)]);
  return generatedYaml(stringify(UninstallFile.parse({ apiVersion: 1, deleteRules }), { lineWidth: 0 }));
}
