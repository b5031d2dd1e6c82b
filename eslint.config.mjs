// What may TypeScript of this project not do? Beyond the recommended rules:
// no any, no non-null `!` outside tests, no console, no reach into the pages from a panel.
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const steady = {
  name: '@grafana/ui',
  importNames: ['Combobox'],
  message: 'that of src/components keeps what is being typed when a page is drawn anew',
};
const placed = {
  name: '@grafana/ui',
  importNames: ['LinkButton', 'Tab', 'TextLink'],
  message: 'those of src/components know the path that Grafana is served from',
};

const nobodyElses = (folders) => ({
  'no-restricted-imports': [
    'error',
    { patterns: folders.map((group) => ({ group: [group], message: 'see design section 3' })), paths: [steady] },
  ],
});

export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      'dist/',
      'coverage/',
      '.cache/',
      '**/node_modules/',
      'playwright-report/',
      'test-results/',
    ],
  },
  ...tseslint.configs.strict,
  {
    files: ['**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['src/**/*.tsx', 'src/**/use*.ts'],
    plugins: { 'react-hooks': reactHooks },
    rules: reactHooks.configs.recommended.rules,
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: {
      'no-console': 'error',
      'no-restricted-globals': ['error', 'document', 'localStorage', 'event', 'name'],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'JSXOpeningElement[name.name="table"]:not(:has(> JSXAttribute[name.name=/^aria-label/]))',
          message: 'a screen reader lists tables by their names: give it an aria-label',
        },
      ],
    },
  },
  {
    files: ['src/panels/conversion-timings/**'],
    rules: nobodyElses(['**/pages/**', '**/datasource/**', '**/circuit-breakers/**']),
  },
  {
    files: ['src/panels/circuit-breakers/**'],
    rules: nobodyElses(['**/pages/**', '**/datasource/**', '**/conversion-timings/**']),
  },
  {
    files: ['src/pages/**'],
    rules: {
      'no-restricted-imports': ['error', { paths: [steady, placed] }],
    },
  },
  { files: ['src/datasource/**'], rules: nobodyElses(['**/pages/**', '**/panels/**']) },
  {
    files: ['**/*.test.{ts,tsx}', 'src/test/**', 'tests/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      'no-restricted-globals': 'off',
    },
  },
  { files: ['**/*.{js,cjs}'], rules: { '@typescript-eslint/no-require-imports': 'off' } }
);
