import eslint from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import typescript from 'typescript-eslint';

/**
 * What our TypeScript is held to, beyond the presets.
 *
 * @type {import('eslint').Linter.RulesRecord}
 */
const ourRules = {
  'no-console': 'error',
  eqeqeq: 'error',
  'max-lines': ['error', { max: 350, skipBlankLines: true, skipComments: true }],
  'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
  'no-restricted-syntax': [
    'error',
    { selector: 'ExportDefaultDeclaration', message: 'Export by name, so that it is called the same everywhere.' },
    {
      selector: 'TSAsExpression > TSAsExpression',
      message: 'Parse the value (zod) instead of casting it through another type.',
    },
  ],
  '@typescript-eslint/ban-ts-comment': ['error', { minimumDescriptionLength: 0, 'ts-expect-error': true }],
  '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
  '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
  '@typescript-eslint/no-explicit-any': 'error',
  // TF.js declares its plain records as classes, and TypeScript compares shapes.
  '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
  '@typescript-eslint/no-non-null-assertion': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': 'error',
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
};

export default defineConfig(
  { ignores: ['out/', 'out.partial/', 'dist/', '.setup/', 'node_modules/', 'runs/', 'test-results/', 'assets/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },
  eslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.mts', '**/*.svelte'],
    extends: [typescript.configs.strictTypeChecked, typescript.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: ourRules,
  },
  svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { globals: globals.browser, parserOptions: { parser: typescript.parser } },
    rules: { 'svelte/button-has-type': 'error', 'svelte/require-each-key': 'error', 'svelte/no-at-html-tags': 'error' },
  },
  {
    // Tools demand a default export of their configuration, and of what they call once.
    files: ['*.ts', '*.mts', 'test/end-to-end/support/screens.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['src-main/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'shell', property: 'openExternal', message: 'Nothing outside is opened: show a path instead.' },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...['describe', 'it', 'test'].flatMap((object) => [
          { object, property: 'skip', message: 'A test runs or is deleted.' },
          { object, property: 'only', message: 'All tests run.' },
        ]),
        { property: 'waitForTimeout', message: 'Wait for something visible, not for time to pass.' },
      ],
    },
  },
  {
    // Set-up and tools are plain JavaScript, because they run before TypeScript is installed; tsc checks their types.
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: { globals: globals.node },
    rules: { eqeqeq: 'error' },
  },
  prettier,
  svelte.configs.prettier,
);
