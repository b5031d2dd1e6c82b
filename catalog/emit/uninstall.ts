/**
 * Which rules have to be named to be removed? Grafana keeps rules that came from a file until another file lists
 * them; provisioning/uninstall is that file.
 */
import { parse, stringify } from 'yaml';
import { z } from 'zod';

import { generatedYaml } from './header';
import { AlertingFile } from './rule-schema';

export const UninstallFile = z.strictObject({
  apiVersion: z.literal(1),
  deleteRules: z.array(z.strictObject({ orgId: z.literal(1), uid: z.string().regex(/^yardstick-f-/) })).min(1),
});

/** The file that removes every rule of the given files. */
export function uninstall(files: readonly string[]): string {
  const uids = files.flatMap((text) => AlertingFile.parse(parse(text)).groups).flatMap(({ rules }) => rules);
  const deleteRules = uids.map(({ uid }) => ({ orgId: 1 as const, uid }));
  return generatedYaml(stringify(UninstallFile.parse({ apiVersion: 1, deleteRules }), { lineWidth: 0 }));
}
