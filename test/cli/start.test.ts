import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const home = fileURLToPath(new URL('../../', import.meta.url));

/** Reports each module that is loaded on standard error, by its path in the program. */
const watch = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({ load(url, context, next) {
    if (url.startsWith('file:')) process._rawDebug('loaded ' + url.slice(${`file://${home}`.length}));
    return next(url, context);
  } });`)}`;

function harmonia(
  ...words: string[]
): Promise<{ code: number; stdout: string; stderr: string; loaded: string[] }> {
  const node = ['--conditions=harmonia-source', '--import', './require-node.mjs', '--import', watch];
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [...node, 'cli/harmonia.ts', ...words],
      { cwd: home },
      (error, stdout, output) => {
        const [loaded, said] = [
          output.match(/(?<=^loaded ).*$/gm) ?? [],
          output.replace(/^loaded .*\n/gm, ''),
        ];
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr: said, loaded });
      },
    );
  });
}

test('harmonia --help names every group and loads nothing that only a command needs', async () => {
  const { code, stdout, loaded } = await harmonia('--help');
  expect(code).toBe(0);
  const groups = [...stdout.matchAll(/^ {2}([a-z]+)\b/gm)].map(([, name]) => name);
  expect(groups).toEqual('demo staff cohort keys hla personality study pack dataset visual help'.split(' '));
  expect(loaded).toContain('cli/harmonia.ts');
  expect(loaded.filter((file) => !/^(cli|foundation|node_modules\/commander)\//.test(file))).toEqual([]);
});

test('a command of HLA names loads the package and none of the study', async () => {
  const { code, stdout, loaded } = await harmonia('hla', '--help');
  expect(code).toBe(0);
  expect(stdout).toMatch(/normalize[\s\S]*distribution/);
  expect(loaded.filter((file) => /^(app|bot|db|engine|play|webhooks)\//.test(file))).toEqual([]);
});

test('what a command refuses is said in one sentence', async () => {
  const refusals: [string[], RegExp, number?][] = [
    [['personality', 'reference', 'none'], /^instrument: none is neither a file nor one of piip-/],
    [['visual', 'evaluate'], /^error: required option '--embeddings <file>' not specified/],
    [['hla', 'read', 'nowhere.csv'], /^nowhere.csv is not a file$/m, 2],
    [['study', 'simulate', '--auc', '2'], /expected a number from \.5 to below \.99/],
  ];
  const answers = await Promise.all(refusals.map(([words]) => harmonia(...words)));
  for (const [index, { code, stderr }] of answers.entries()) {
    const [, sentence, exit = 1] = refusals[index]!;
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(code).toBe(exit);
  }
});
