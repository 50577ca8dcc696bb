import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

const tests = ['test/**/*.ts', 'bench/**/*.ts'];
const page = ['sandbox/page/**/*.js'];
const tools = ['*.js', '*.mjs', '.dependency-cruiser.cjs', 'docker/*.mjs', '.ci/*.mjs'];

const nodeGlobals = ['console', 'fetch', 'module', 'process'];
const browserGlobals =
  'AbortController addEventListener AudioContext Blob clearInterval clearTimeout console createImageBitmap crypto CSS customElements ' +
  'CustomEvent DataTransfer document DOMParser DOMRect DragEvent Element Event EventSource EventTarget fetch File ' +
  'FileReader FormData GainNode getComputedStyle getSelection history HTMLElement Image innerHeight innerWidth ' +
  'IntersectionObserver KeyboardEvent localStorage location matchMedia MediaRecorder MutationObserver navigator Node ' +
  'OscillatorNode performance queueMicrotask requestAnimationFrame ResizeObserver Response sessionStorage ' +
  'setInterval setTimeout structuredClone TextEncoder URL URLSearchParams window XMLHttpRequest';

const readonly = (names) => Object.fromEntries(names.map((name) => [name, 'readonly']));

/**
 * At most 60 lines of code in a function, less those of the functions it holds: a `createX` that only ties its functions
 * together is measured by their length, and reads like a class.
 */
const functionLines = {
  create(context) {
    const code = context.sourceCode.lines.map((line) => !/^\s*($|\/\/|\/?\*)/.test(line));
    const held = [0];
    const enter = () => held.push(0);
    const leave = (node) => {
      const lines = code.slice(node.loc.start.line - 1, node.loc.end.line).filter(Boolean).length;
      const own = lines - held.pop();
      if (lines > 1) held[held.length - 1] += lines;
      if (own > 60) {
        context.report({ node, message: `This function has ${own} lines of its own; 60 are allowed.` });
      }
    };
    const functions = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];
    return Object.fromEntries(
      functions.flatMap((name) => [
        [name, enter],
        [`${name}:exit`, leave],
      ]),
    );
  },
};

export default tseslint.config(
  // .railway/ has its own package, which only a deployment installs.
  { ignores: ['data/**', 'coverage/**', '**/node_modules/**', '.railway/**'] },
  eslint.configs.recommended,
  {
    plugins: { house: { rules: { 'function-lines': functionLines } } },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'object-shorthand': 'error',
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': ['error', { max: 160, skipBlankLines: true, skipComments: true }],
      'house/function-lines': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Exports are named.' },
      ],
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-deprecated': 'error',
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: false }],
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-unnecessary-template-expression': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_$', argsIgnorePattern: '^_' }],
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/use-unknown-in-catch-callback-variable': 'error',
      // Objects here are closures, whose functions are often taken apart; there is no `this` to lose.
      '@typescript-eslint/unbound-method': 'off',
      // `async` also turns a throw into a rejection, which callers of a port rely on.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'config.ts is the only reader of the environment.' },
      ],
      'no-restricted-imports': [
        'error',
        { name: 'process', message: 'Use the global.' },
        { name: 'node:process', message: 'Use the global.' },
      ],
    },
  },
  { files: ['config.ts', ...tests], rules: { 'no-restricted-properties': 'off' } },
  // The terminal is the command line's way of speaking.
  { files: ['cli/**/*.ts', 'main.ts', 'bench/**/*.ts'], rules: { 'no-console': 'off' } },
  { files: page, languageOptions: { globals: readonly(browserGlobals.split(' ')) } },
  {
    files: tools,
    languageOptions: { globals: readonly(nodeGlobals) },
    rules: { 'no-console': 'off', 'no-restricted-syntax': 'off' },
  },
  {
    files: tests,
    rules: {
      'max-lines-per-function': 'off',
      'house/function-lines': 'off',
      'max-lines': ['error', { max: 600 }],
      // Jest's matchers are typed any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  // A migration is one list of statements, read from top to bottom.
  { files: ['db/migrations/*.ts'], rules: { 'house/function-lines': 'off' } },
  // Jest wants its hooks, environment and transformers as default exports.
  {
    files: ['test/support/{global-*,environment,shared-library}.ts', '**/*.d.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
);
