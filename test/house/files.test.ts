import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { home } from './planted-tree.ts';

const apart = new Set(['node_modules', 'data', '.git', 'coverage', 'dist']);
const filesBelow = (folder: string): string[] =>
  readdirSync(join(home, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return apart.has(entry.name) ? [] : filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
const files = filesBelow('');
const code = files.filter((file) => /\.(ts|js|mjs|cjs)$/.test(file));
const read = (file: string) => readFileSync(join(home, file), 'utf8');

describe('files', () => {
  test('are named in kebab-case, and none is called utils, helpers or the like', () => {
    const kebab =
      /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.(test|d|config|coverage|fault|e2e|cruiser))*\.(ts|js|mjs|cjs)$/;
    expect(code.filter((file) => !kebab.test(basename(file)))).toEqual([]);
    expect(code.filter((file) => /(^|[-/])(utils?|helpers?|common|misc)([/.]|$)/.test(file))).toEqual([]);
  });

  test('export no Manager, Service, Helper or Util', () => {
    const suffix = /export (class|interface|type|const|function) \w+(Manager|Service|Helper|Util)s?\b/;
    expect(code.filter((file) => suffix.test(read(file)))).toEqual([]);
  });

  test('of the data folder and of local settings stay out of the repository and the image', () => {
    const gitignore = read('.gitignore').split('\n');
    expect(gitignore).toEqual(expect.arrayContaining(['data/*', '!data/.gitkeep', '.env', 'node_modules/']));
    expect(read('.dockerignore').split('\n')).toEqual(
      expect.arrayContaining(['data', '.env', '.env.*', 'node_modules', '.git']),
    );
  });

  test('contain no absolute path of a developer’s machine', () => {
    const place = /(^|[\s'"`(=])\/(work|root|home)\//m;
    expect(code.filter((file) => !file.startsWith('test/house/') && place.test(read(file)))).toEqual([]);
  });
});

test('each file and export that is not used yet is listed with a reason, and exists', () => {
  const waiting = JSON.parse(read('.not-yet-used.json')) as Record<
    string,
    { for: string; exports?: string[] }
  >;
  for (const [file, { for: reason, exports = [] }] of Object.entries(waiting)) {
    expect(code).toContain(file);
    expect(reason).toMatch(/^\w.{15,}/);
    for (const name of exports) expect(read(file)).toMatch(new RegExp(`export .*\\b${name}\\b`));
  }
});

describe('package.json', () => {
  interface Package {
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
    optionalDependencies: Record<string, string>;
    allowScripts: Record<string, boolean>;
  }
  const manifest = JSON.parse(read('package.json')) as Package;
  const workspaces = readdirSync(join(home, 'packages')).map((name) =>
    join('packages', name, 'package.json'),
  );

  test('pins every version', () => {
    const manifests = [manifest, ...workspaces.map((file) => JSON.parse(read(file)) as Partial<Package>)];
    const versions = manifests.flatMap(({ dependencies, devDependencies, optionalDependencies }) =>
      Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }),
    );
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  test('locks versions without the address of a registry', () => {
    const lock = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { resolved?: string; link?: boolean }>;
    };
    expect(Object.keys(lock.packages).length).toBeGreaterThan(300);
    // A workspace is a link to its folder.
    const others = Object.entries(lock.packages).filter(([, { resolved, link }]) => resolved && !link);
    expect(others).toEqual([]);
  });

  // `npm ci` refuses a lock without the optional packages of other platforms, even where they are not installed.
  test('locks the optional packages of every platform', () => {
    const lock = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>;
    };
    const offered = Object.entries(lock.packages).flatMap(([path, { optionalDependencies }]) =>
      Object.keys(optionalDependencies ?? {}).map((name) => ({ path, name })),
    );
    const missing = offered.filter(
      ({ path, name }) =>
        !lock.packages[`${path}/node_modules/${name}`] && !lock.packages[`node_modules/${name}`],
    );
    expect(missing).toEqual([]);
  });

  test('allows install scripts only for packages in the lock', () => {
    const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, unknown> };
    const allowed = Object.keys(manifest.allowScripts);
    expect(allowed.filter((name) => !lock.packages[`node_modules/${name}`])).toEqual([]);
  });
});
