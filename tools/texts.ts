// Which texts does the interface have? Reads them from the source and writes src/**/locales/en-US/<plugin>.json,
// the file that a translation starts from. A unit test says when they are out of date.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const src = path.join(__dirname, '..', 'src');

/** Where each plugin's texts are; the shared components' belong to all of them. */
const plugins = [
  { id: 'yardstick-baselines-app', home: '', folders: ['pages', 'components'] },
  { id: 'yardstick-baselines-datasource', home: 'datasource', folders: ['datasource', 'components'] },
  {
    id: 'yardstick-conversions-panel',
    home: 'panels/conversion-timings',
    folders: ['panels/conversion-timings', 'components'],
  },
  {
    id: 'yardstick-breakers-panel',
    home: 'panels/circuit-breakers',
    folders: ['panels/circuit-breakers', 'components'],
  },
];

interface Resources {
  [key: string]: string | Resources;
}

/** The file of each plugin with the texts that it should hold. */
export function expectedFiles(): Map<string, string> {
  return new Map(
    plugins.map(({ id, home, folders }) => [
      path.join(src, home, 'locales', 'en-US', `${id}.json`),
      `${JSON.stringify(nested(textsOf(folders)), null, 2)}\n`,
    ])
  );
}

function textsOf(folders: string[]): Map<string, string> {
  const texts = new Map<string, string>();
  for (const file of folders.flatMap((folder) => sourcesIn(path.join(src, folder)))) {
    for (const [key, text] of textsIn(file)) {
      const other = texts.get(key);
      if (other !== undefined && other !== text) {
        throw new Error(
          `${file}: the text ${key} is "${text}" here and "${other}" elsewhere; give one of them another id`
        );
      }
      texts.set(key, text);
    }
  }
  return new Map([...texts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      return sourcesIn(file);
    }
    return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [file] : [];
  });
}

/** t(id, text) and plural(id, one, other); everything else is computed and cannot be translated. */
function textsIn(file: string): Array<[string, string]> {
  const found: Array<[string, string]> = [];
  const visit = (node: ts.Node) => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const [id, ...texts] = node.arguments.map((each) => (ts.isStringLiteralLike(each) ? each.text : undefined));
      if (node.expression.text === 't' && id !== undefined && texts[0] !== undefined) {
        found.push([id, texts[0]]);
      }
      if (node.expression.text === 'plural' && id !== undefined && texts[0] !== undefined && texts[1] !== undefined) {
        found.push([`${id}_one`, texts[0]], [`${id}_other`, texts[1]]);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX));
  return found;
}

/** i18next reads a dot in an id as a step down. */
function nested(texts: Map<string, string>): Resources {
  const root: Resources = {};
  for (const [key, text] of texts) {
    const steps = key.split('.');
    const last = steps.pop() ?? key;
    const place = steps.reduce<Resources>((at, step) => {
      const below = (at[step] ??= {});
      if (typeof below === 'string') {
        throw new Error(`${key}: ${step} is a text already and cannot hold others; give one of them another id`);
      }
      return below;
    }, root);
    place[last] = text;
  }
  return root;
}

function main() {
  for (const [file, content] of expectedFiles()) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

if (require.main === module) {
  main();
}
