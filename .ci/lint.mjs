// Runs ESLint on the files that may have changed since they passed. The rules read types, so the key of a file covers
// every file that its imports reach. ESLint's own --cache compares the text of the file alone: when an imported
// function becomes asynchronous, it would not report a call that does not wait for it.
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { ESLint } from 'eslint';

const home = join(import.meta.dirname, '..');
const store = join(home, 'node_modules/.cache/lint.json');
const patterns = ['**/*.{ts,js,mjs,cjs}', '.*.cjs', '.ci/*.mjs', '.railway/*.ts'];
const leftOut = ['node_modules', 'data', 'coverage', '.git'];

const texts = new Map();
const textOf = (path) => {
  if (!texts.has(path)) texts.set(path, existsSync(path) ? readFileSync(path, 'utf8') : '');
  return texts.get(path);
};
const digest = (...parts) => createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/** The sources of the workspaces' packages by name. */
const packages = new Map(
  globSync('packages/*/package.json', { cwd: home }).map((path) => {
    const { name, exports } = JSON.parse(textOf(join(home, path)));
    return [name, join(home, dirname(path), exports['.']['harmonia-source'])];
  }),
);

/** The files of this repository that a file imports. Every relative import here has the name of a file. */
const importsOf = (path) =>
  [...textOf(path).matchAll(/\b(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)]
    .map(([, name]) => (name.startsWith('.') ? join(dirname(path), name) : packages.get(name)))
    .filter((file) => file !== undefined);

function reachedFrom(path) {
  const reached = new Set([path]);
  for (const file of reached) for (const next of importsOf(file)) reached.add(next);
  return [...reached].sort();
}

const eslint = new ESLint({ cwd: home });
const files = [];
for (const name of globSync(patterns, { cwd: home, exclude: (path) => leftOut.includes(basename(path)) })) {
  const path = join(home, name);
  if (!(await eslint.isPathIgnored(path))) files.push(path);
}
// What every file depends on: the rules, the libraries, and declarations that no import names.
const common = digest(
  process.version,
  ...['eslint.config.js', 'tsconfig.json', 'package-lock.json'].map((name) => textOf(join(home, name))),
  ...files.filter((path) => path.endsWith('.d.ts')).map(textOf),
);
const digests = new Map();
const digestOf = (path) => digests.get(path) ?? digests.set(path, digest(textOf(path))).get(path);
const keys = new Map(
  files.map((path) => [
    path,
    digest(
      common,
      reachedFrom(path).map((reached) => [relative(home, reached), digestOf(reached)]),
    ),
  ]),
);

const passed = existsSync(store) ? JSON.parse(readFileSync(store, 'utf8')) : {};
const open = files.filter((path) => passed[relative(home, path)] !== keys.get(path));
const results = open.length > 0 ? await eslint.lintFiles(open) : [];
const failed = new Set(results.filter(({ messages }) => messages.length > 0).map(({ filePath }) => filePath));

mkdirSync(dirname(store), { recursive: true });
const clean = files.filter((path) => !failed.has(path)).map((path) => [relative(home, path), keys.get(path)]);
writeFileSync(`${store}.${process.pid}`, JSON.stringify(Object.fromEntries(clean)));
renameSync(`${store}.${process.pid}`, store);

const { format } = await eslint.loadFormatter();
const report = await format(results);
if (report) console.log(report);
process.exitCode = results.some(({ errorCount }) => errorCount > 0) ? 1 : 0;
