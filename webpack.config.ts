// How does src/ become a dist/ that Grafana loads? AMD output, one entry per
// plugin.json, everything that Grafana shares at run time left out of it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import CopyWebpackPlugin from 'copy-webpack-plugin';
import webpack, { type ChunkGroup, type Compiler, type Configuration } from 'webpack';

const root = __dirname;
const src = path.join(root, 'src');
const appId = 'yardstick-baselines-app';
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
const today = new Date().toISOString().slice(0, 10);

/** Folders below src/ with a plugin.json, '' being the app itself. */
function pluginFolders(folder = ''): string[] {
  const here = existsSync(path.join(src, folder, 'plugin.json')) ? [folder] : [];
  const below = readdirSync(path.join(src, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => pluginFolders(path.posix.join(folder, entry.name)));
  return [...here, ...below];
}

const entry = Object.fromEntries(
  pluginFolders().map((folder) => [path.posix.join(folder, 'module'), path.join(src, folder, 'module.tsx')])
);

// What Grafana 12.3 and later hand to a plugin (its loader's list of shared
// dependencies). Not in it: @grafana/schema and @grafana/i18n; react-router-dom
// is version 5 there. Those three are bundled where they are used.
const shared = [
  '@emotion/css',
  '@emotion/react',
  '@grafana/data',
  '@grafana/runtime',
  '@grafana/ui',
  'd3',
  'i18next',
  'lodash',
  'moment',
  'prismjs',
  'react',
  'react-dom',
  'react-inlinesvg',
  'react-router',
  'react/jsx-dev-runtime',
  'react/jsx-runtime',
  'rxjs',
  'rxjs/operators',
  'slate',
  'slate-plain-serializer',
  'slate-react',
];

// First load in gzipped kB (design 7). A panel needs its lazy chunks at once, so
// they count; the app's and the data source's wait for a page or an editor.
const budgets: Record<string, { kilobytes: number; lazyToo: boolean }> = {
  module: { kilobytes: 15, lazyToo: false },
  'datasource/module': { kilobytes: 60, lazyToo: false },
};
const panelBudget = { kilobytes: 60, lazyToo: true };

/** The scripts of an entry on disk; a lazy one is named with the query that keeps browsers from using an old copy. */
function filesOf(group: ChunkGroup, lazyToo: boolean): Set<string> {
  const scripts = group.getFiles().map((file) => file.replace(/\?.*$/, ''));
  const files = new Set(scripts.filter((file) => file.endsWith('.js')));
  for (const child of lazyToo ? group.childrenIterable : []) {
    filesOf(child, lazyToo).forEach((file) => files.add(file));
  }
  return files;
}

/** Fails the build when a first load has outgrown its budget. */
class AssetBudget {
  apply(compiler: Compiler) {
    compiler.hooks.afterEmit.tap('AssetBudget', (compilation) => {
      for (const [name, group] of compilation.entrypoints) {
        const { kilobytes, lazyToo } = budgets[name] ?? panelBudget;
        const sizes = [...filesOf(group, lazyToo)].map(
          (file) => gzipSync(readFileSync(path.join(compiler.outputPath, file))).length
        );
        const measured = sizes.reduce((sum, size) => sum + size, 0) / 1000;
        const line = `${name}: ${measured.toFixed(1)} kB gzipped, budget ${kilobytes} kB`;
        compilation.getLogger('AssetBudget').info(line);
        if (measured > kilobytes) {
          compilation.errors.push(new webpack.WebpackError(`AssetBudget: ${line}; load parts of it lazily`));
        }
      }
    });
  }
}

const stamp = (content: Buffer) =>
  content.toString().replaceAll('%VERSION%', version).replaceAll('%TODAY%', today).replaceAll('%PLUGIN_ID%', appId);

/** Pictures of the documentation that the catalogue of plugins shows, too. */
const { screenshots } = (
  JSON.parse(readFileSync(path.join(src, 'plugin.json'), 'utf8')) as { info: { screenshots: Array<{ path: string }> } }
).info;

/** Pages that are not part of the plugin are those of its repository: Grafana shows the text beside its own addresses. */
const leadingHome = (text: Buffer) =>
  text.toString().replaceAll('](docs/', '](https://github.com/yardstick-baselines/yardstick/blob/main/docs/');

/** Everything of dist/ that is not compiled. A missing folder is no error: parts of it are generated. */
const copied = new CopyWebpackPlugin({
  patterns: [
    ...['plugin.json', '**/plugin.json'].map((from) => ({ from, transform: stamp })),
    { from: '**/img/**' },
    { from: '**/locales/**/*.json' },
    // What Grafana shows on the plugin's own page; the README of the project is for who has its sources.
    { from: 'README.md' },
    ...screenshots.map((picture) => ({ from: `../docs/${picture.path}`, to: picture.path })),
    { from: '../CHANGELOG.md', transform: leadingHome },
    { from: '../LICENSE', toType: 'file' as const, to: 'LICENSE' },
    { from: '../dashboards', to: 'dashboards' },
    { from: '../installable', to: 'installable' },
  ].map((pattern) => ({ noErrorOnMissing: true, ...pattern })),
});

export default function configuration(_: unknown, { mode }: { mode?: string } = {}): Configuration {
  const development = mode === 'development';
  return {
    mode: development ? 'development' : 'production',
    context: src,
    entry,
    devtool: 'source-map',
    externals: shared,
    infrastructureLogging: { level: 'info', colors: false },
    output: {
      path: path.join(root, 'dist'),
      filename: '[name].js',
      chunkFilename: '[name].js?_cache=[contenthash]',
      library: { type: 'amd' },
      // Fixed, because a nested module would ask for its chunks below
      // public/plugins/<its own id>/, and they are emitted below the app's.
      publicPath: `public/plugins/${appId}/`,
      uniqueName: appId,
      // The Go build writes into dist/ as well.
      clean: { keep: /gpx_|go_plugin_build_manifest/ },
    },
    module: {
      rules: [
        {
          test: /\.tsx?$/,
          exclude: /node_modules/,
          loader: 'swc-loader',
          options: {
            jsc: {
              target: 'es2020',
              parser: { syntax: 'typescript', tsx: true },
              // Never `jsxDEV`: the React of a released Grafana has none, and a development build would stay blank in it.
              transform: { react: { runtime: 'automatic', development: false } },
            },
          },
        },
      ],
    },
    resolve: { extensions: ['.tsx', '.ts', '.mjs', '.js', '.json'] },
    plugins: [copied, new AssetBudget()],
    performance: { hints: false },
  };
}
