import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

const tests = ['test/**/*.ts', 'packages/*/test/**/*.ts', 'bench/**/*.ts'];
const page = ['sandbox/page/**/*.js'];
const tools = ['*.js', '*.mjs', '.dependency-cruiser.cjs', 'docker/*.mjs', '.ci/*.mjs'];

const nodeGlobals = ['URL', 'console', 'fetch', 'module', 'process'];
const browserGlobals =
  'AbortController addEventListener AudioContext Blob clearInterval clearTimeout console createImageBitmap crypto CSS customElements ' +
  'CustomEvent DataTransfer document DOMParser DOMRect DragEvent Element Event EventSource EventTarget fetch File ' +
  'FileReader FormData GainNode getComputedStyle getSelection history HTMLElement Image innerHeight innerWidth ' +
  'IntersectionObserver KeyboardEvent localStorage location matchMedia MediaRecorder MutationObserver navigator Node ' +
  'OscillatorNode performance queueMicrotask requestAnimationFrame ResizeObserver Response sessionStorage ' +
  'setInterval setTimeout structuredClone TextEncoder URL URLSearchParams window XMLHttpRequest';

const readonly = (names) => Object.fromEntries(names.map((name) => [name, 'readonly']));

/** Node 24 has these and Node 22, on which the program runs too, has not. Tests run on Node 24 only. */
const beyondNode22 = [
  'AsyncDisposableStack',
  'DisposableStack',
  'Float16Array',
  'SuppressedError',
  'URLPattern',
];
const defaultExport = { selector: 'ExportDefaultDeclaration', message: 'Exports are named.' };
const using = {
  selector: 'VariableDeclaration[kind=/using/]',
  message: 'Node 22 cannot read it: withTeardown.',
};

/**
 * At most 60 lines of code in a function, less those of the functions it holds: a `createX` that only ties its
 * functions together is measured by their length, and reads like a class.
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

/**
 * Comments name their subject (participant, laboratory, process, row) instead of one of these words, which leave it to
 * the reader to find the subject. Strings are not checked.
 */
const vagueWords =
  /\b(nobody|somebody|anybody|everybody|whoever|whomever|whatever|what[\s*]+is[\s*]+said|gone[\s*]+on[\s*]+with|best[\s*]+friend)\b/gi;
const plainComments = {
  create(context) {
    const { sourceCode } = context;
    return {
      Program() {
        for (const comment of sourceCode.getAllComments()) {
          for (const { 0: word, index } of comment.value.matchAll(vagueWords)) {
            const start = comment.range[0] + 2 + index;
            context.report({
              loc: {
                start: sourceCode.getLocFromIndex(start),
                end: sourceCode.getLocFromIndex(start + word.length),
              },
              message: `Name the subject of this comment instead of "${word}".`,
            });
          }
        }
      },
    };
  },
};

export default tseslint.config(
  { ignores: ['data/**', 'coverage/**', 'packages/*/dist/**', '**/node_modules/**'] },
  eslint.configs.recommended,
  {
    plugins: { house: { rules: { 'function-lines': functionLines, 'plain-comments': plainComments } } },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'object-shorthand': 'error',
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': ['error', { max: 160, skipBlankLines: true, skipComments: true }],
      'house/function-lines': 'error',
      'no-restricted-globals': [
        'error',
        ...beyondNode22.map((name) => ({ name, message: 'Node 22 does not have it.' })),
      ],
      'no-restricted-syntax': ['error', defaultExport, using],
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
  {
    files: ['**/*.ts', '**/*.js', '**/*.mjs', '**/*.cjs'],
    rules: { 'house/plain-comments': 'error' },
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
      'no-restricted-globals': 'off',
      'no-restricted-syntax': ['error', defaultExport],
      // Jest's matchers are typed any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  // Railway's command line looks for the default export.
  { files: ['.railway/*.ts'], rules: { 'no-restricted-syntax': ['error', using] } },
  // A migration is one list of statements, read from top to bottom.
  { files: ['db/migrations/*.ts'], rules: { 'house/function-lines': 'off' } },
  // Jest wants its hooks, environment and transformers as default exports.
  {
    files: ['test/support/{global-*,environment,shared-module}.ts', '**/*.d.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
);
