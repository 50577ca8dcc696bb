import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { home, plantTree, runTool } from './planted-tree.ts';

const lines = (count: number) => Array.from({ length: count }, (_, index) => `  void ${index};\n`).join('');
const ask = 'export const ask = async (): Promise<number> => 1;\n';

/** A rule, a file that breaks it, and the text of the file. */
const broken: [rule: string, file: string, text: string][] = [
  ['@typescript-eslint/no-floating-promises', 'bot/forgets.ts', `${ask}ask();\n`],
  ['@typescript-eslint/no-floating-promises', 'bot/forgets-aloud.ts', `${ask}void ask();\n`],
  [
    '@typescript-eslint/no-misused-promises',
    'bot/takes-for-true.ts',
    `${ask}if (ask()) throw new Error('x');\n`,
  ],
  ['@typescript-eslint/switch-exhaustiveness-check', 'engine/skips.ts', skipsACase()],
  [
    '@typescript-eslint/no-unsafe-assignment',
    'webhooks/trusts.ts',
    "export const row: { id: string } = JSON.parse('{}');\n",
  ],
  ['no-restricted-properties', 'db/reads.ts', "export const url = process.env['DATABASE_URL'];\n"],
  [
    'no-restricted-imports',
    'db/reads-too.ts',
    "import { env } from 'node:process';\nexport const url = env['X'];\n",
  ],
  ['no-restricted-syntax', 'bot/nameless.ts', 'export default 1;\n'],
  ['no-restricted-globals', 'engine/beyond-node-22.ts', 'export const halves = new Float16Array(2);\n'],
  ['no-restricted-syntax', 'cli/uses.ts', opensAFile()],
  ['no-console', 'engine/speaks.ts', "console.log('hello');\n"],
  ['max-lines', 'engine/long-file.ts', `export const long = () => {\n${'\n'.repeat(400)}};\n`],
  ['house/function-lines', 'engine/long-function.ts', `export function long(): void {\n${lines(59)}}\n`],
  ['house/plain-comments', 'bot/turn/riddle.ts', '// Nobody taps twice.\nexport const taps = 1;\n'],
  [
    'house/plain-comments',
    'play/riddle.ts',
    '/**\n * Keeps what is\n * for whoever asks.\n */\nexport const x = 1;\n',
  ],
  [
    'house/plain-comments',
    'sandbox/page/riddle.js',
    '/*\n * A tick, the best\n * friend of words.\n */\nexport const x = 1;\n',
  ],
];

const kept: [file: string, text: string][] = [
  ['bot/turn/plain.ts', "// The bot's word for an empty list.\nexport const word = 'nobody';\n"],
  ['engine/full-function.ts', `export function full(): void {\n${lines(58)}}\n`],
  ['engine/commented.ts', `export function said(): void {\n${'  // why\n\n'.repeat(60)}}\n`],
  [
    'engine/holder.ts',
    `export function createX() {\n${held('one')}${held('other')}  return { one, other };\n}\n`,
  ],
  ['config.ts', "export const url = process.env['DATABASE_URL'];\n"],
  ['test/uses.test.ts', opensAFile()],
  ['cli/speaks.ts', "console.log('hello');\n"],
  ['test/long.test.ts', `export function long(): void {\n${lines(100)}}\n`],
];

function held(name: string): string {
  return `  function ${name}(): void {\n${lines(50)}  }\n`;
}

function opensAFile(): string {
  return `import { open } from 'node:fs/promises';
export async function size(path: string): Promise<number> {
  await using file = await open(path);
  return (await file.stat()).size;
}
`;
}

function skipsACase(): string {
  return `export function name(side: 'low' | 'high'): string {
  switch (side) {
    case 'low':
      return 'l';
  }
  return '';
}
`;
}

describe('the lint rules', () => {
  let found: Map<string, string[]>;
  let planted: ReturnType<typeof plantTree>;

  beforeAll(() => {
    planted = plantTree({
      ...Object.fromEntries([...kept, ...broken.map(([, ...file]) => file)]),
      'package.json': '{ "type": "module" }',
      'tsconfig.json': JSON.stringify({
        extends: join(home, 'tsconfig.json'),
        compilerOptions: { typeRoots: [join(home, 'node_modules/@types')] },
        include: ['**/*.ts'],
      }),
    });
    const config = join(home, 'eslint.config.js');
    const results = runTool(planted.folder, 'eslint', ['--config', config, '--format', 'json', '.']) as {
      filePath: string;
      messages: { ruleId: string }[];
    }[];
    found = new Map(
      results.map(({ filePath, messages }) => [
        filePath.slice(planted.folder.length + 1),
        messages.map(({ ruleId }) => ruleId),
      ]),
    );
  });
  afterAll(() => planted.remove());

  test.each(broken)('%s is broken by %s', (rule, file) => {
    expect(found.get(file)).toEqual([rule]);
  });

  test.each(kept)('%s obeys them', (file) => {
    expect(found.get(file)).toEqual([]);
  });
});
