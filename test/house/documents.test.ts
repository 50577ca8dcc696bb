import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { home } from './planted-tree.ts';

const read = (file: string) => readFileSync(join(home, file), 'utf8');
const pagesIn = (folder: string) =>
  readdirSync(join(home, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
const pages = ['.', 'docs', 'docs/adr'].flatMap(pagesIn);

const rooms = (
  'foundation app engine packages bot db downloads webhooks sandbox play locales cli bench docs findings test ' +
  'docker .ci .github'
).split(' ');

describe('the pages', () => {
  test.each(pages)('%s links to files that exist', (page) => {
    const links = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!.replace(/#.*/, ''));
    const local = links.filter((link) => link !== '' && !/^[a-z]+:/.test(link));
    expect(local.filter((link) => !existsSync(join(home, dirname(page), link)))).toEqual([]);
  });

  // Decisions and the changelog may name paths of the past; the pages below name only current ones.
  const current = [
    'README.md',
    'CONTRIBUTING.md',
    'SECURITY.md',
    'docs/architecture.md',
    'docs/protocol.md',
    'docs/hla.md',
  ];
  test.each(current)('%s names paths that exist', (page) => {
    const named = [...read(page).matchAll(/`([a-z.][\w.-]*(?:\/[\w.-]+)+\/?)`/g)].map(([, path]) => path!);
    const own = named.filter((path) => rooms.includes(path.split('/')[0]!));
    expect(own.filter((path) => !/NAME|NNN/.test(path) && !existsSync(join(home, path)))).toEqual([]);
  });

  test('all stand in the index', () => {
    const index = read('docs/README.md');
    const missing = pagesIn('docs').filter(
      (page) => page !== 'docs/README.md' && !index.includes(`(${page.slice('docs/'.length)})`),
    );
    expect(missing).toEqual([]);
    const decisions = read('docs/adr/README.md');
    expect(
      pagesIn('docs/adr').filter((page) => !page.endsWith('README.md') && !decisions.includes(page.slice(9))),
    ).toEqual([]);
  });
});
