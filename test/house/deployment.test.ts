import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { describeProject, type Place } from '../../.railway/railway.ts';
import { environmentSchema } from '../../config.ts';
import { home } from './planted-tree.ts';

const read = (file: string) => readFileSync(join(home, file), 'utf8');
const known = Object.keys(environmentSchema.shape);
const strangers = (names: string[]) => names.filter((name) => !known.includes(name));

describe('the image', () => {
  const instructions = read('Dockerfile')
    .split('\n')
    .filter((line) => /^[A-Z]+ /.test(line));

  test('declares no volume, since Railway refuses one, and drops root in its entry point', () => {
    expect(instructions.filter((line) => line.startsWith('VOLUME'))).toEqual([]);
    expect(instructions).toContain('ENTRYPOINT ["sh", "docker/entrypoint.sh"]');
    expect(read('docker/entrypoint.sh')).toMatch(/exec setpriv --reuid harmonia .*--no-new-privs/);
  });

  test('runs what npm start runs', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: { start: string } };
    // With `exec` the shell that npm starts is replaced by Node; the image starts Node without a shell.
    const words = scripts.start.replace(/^exec /, '').split(' ');
    expect(instructions).toContain(`CMD ${JSON.stringify(words).replaceAll(',', ', ')}`);
  });

  test('sets only variables that the program reads', () => {
    const set = instructions.filter((line) => line.startsWith('ENV')).join(' ');
    const names = [...set.matchAll(/([A-Z_]+)=/g)].map(([, name]) => name ?? '');
    expect(strangers(names)).toEqual(['LANG', 'HOME']);
    expect(set).toContain('DATA_DIR=/app/data');
  });
});

describe('a start without what npm start gives to Node', () => {
  test.each([[['main.ts']], [['--import', './require-node.mjs', 'main.ts']]])(
    'node %j is refused in one line',
    (args) => {
      const { stderr, status } = spawnSync(process.execPath, args, { cwd: home, env: {}, encoding: 'utf8' });
      expect(stderr).toMatch(/^Start Harmonia with "npm start", or .*--conditions=harmonia-source.*\n$/);
      expect(status).toBe(1);
    },
  );
});

test('every start of the program sets the condition under which workspaces run from source', () => {
  const { stdout } = spawnSync(
    'git',
    ['grep', '--files-with-matches', '--fixed-strings', './require-node.mjs'],
    {
      cwd: home,
      encoding: 'utf8',
    },
  );
  const exempt = ['main.ts', 'test/house/deployment.test.ts'];
  const starts = stdout.split('\n').filter((file) => file !== '' && !exempt.includes(file));
  expect(starts).toEqual(
    expect.arrayContaining(['.ci/image', 'Dockerfile', 'package.json', 'test/fault/program.ts']),
  );
  expect(starts.filter((file) => !read(file).includes('--conditions=harmonia-source'))).toEqual([]);
});

describe('the project on Railway', () => {
  const place: Place = {
    repository: 'account/study',
    branch: 'main',
    region: 'europe-west4-drams3a',
    volumeMegabytes: 5_000,
    backups: ['DAILY'],
  };
  interface Node {
    name: string;
    source?: unknown;
    variables?: Record<string, { type: string }>;
    config?: unknown;
    deploy?: { healthcheckPath?: string; multiRegionConfig?: unknown };
    volumeAttachments?: unknown;
  }
  const resources = (change: Partial<Place> = {}): Record<string, Node> =>
    Object.fromEntries(
      (describeProject({ ...place, ...change }).resources ?? [])
        .flat()
        .map((node) => [node.name, node as Node]),
    );
  const service = (change?: Partial<Place>): Node => resources(change)['harmonia']!;

  test('keeps what is set for every variable that the program reads, since a plan deletes what it does not name', () => {
    const given = service().variables!;
    expect(Object.keys(given).toSorted()).toEqual(known.toSorted());
    const others = Object.entries(given).filter(([, { type }]) => type !== 'preserve');
    expect(others.map(([name]) => name).toSorted()).toEqual(['DATABASE_URL', 'PUBLIC_URL']);
  });

  test('is built from the repository and branch, or from what is uploaded, and not from a placeholder', () => {
    expect(service().source).toEqual({ type: 'github', repo: 'account/study', branch: 'main' });
    expect(service({ repository: undefined }).source).toBeUndefined();
    expect(() => resources({ repository: 'account/repository' })).toThrow(/Set `repository`/);
  });

  test('stays in its region with its backups, since a plan moves and switches off what is not named', () => {
    const inRegion = { [place.region]: { numReplicas: 1 } };
    expect(resources()).toMatchObject({
      postgres: { deploy: { multiRegionConfig: inRegion } },
      'harmonia-data': { config: { sizeMB: 5_000, region: place.region } },
      harmonia: {
        deploy: { healthcheckPath: '/health', multiRegionConfig: inRegion },
        volumeAttachments: {
          'harmonia-data': {
            volume: 'volume.harmonia-data',
            mountPath: '/app/data',
            backupSchedules: ['DAILY'],
          },
        },
      },
    });
  });

  test('is type-checked against the version that a deployment installs', () => {
    const versionIn = (file: string, kind: 'dependencies' | 'devDependencies'): string | undefined =>
      (JSON.parse(read(file)) as Record<string, Record<string, string>>)[kind]!['railway'];
    expect(versionIn('.railway/package.json', 'dependencies')).toBe(
      versionIn('package.json', 'devDependencies'),
    );
  });

  test('has beside it the file of the specification, which Railway reads until 2026-12-01', () => {
    const { deploy } = JSON.parse(read('railway.json')) as { deploy: Record<string, unknown> };
    expect(deploy).toMatchObject({
      restartPolicyType: 'ON_FAILURE',
      healthcheckPath: '/health',
      numReplicas: 1,
      requiredMountPath: '/app/data',
    });
  });
});

describe('the template for Northflank', () => {
  const template = read('northflank.json');
  const { arguments: given } = JSON.parse(template) as { arguments: Record<string, string> };

  test('sets only variables that the program reads, from arguments that it declares', () => {
    const used = [...template.matchAll(/"([A-Z_]+)": "\$\{args\.([A-Z_]+)\}"/g)];
    expect(used.length).toBeGreaterThan(5);
    expect(strangers(used.map(([, variable]) => variable ?? ''))).toEqual([]);
    const asked = [...template.matchAll(/\$\{args\.([A-Z_]+)\}/g)].map(([, name]) => name ?? '');
    expect([...new Set(asked)].toSorted()).toEqual(Object.keys(given).toSorted());
    expect(template).toContain('"containerMountPath": "/app/data"');
    expect(template).toContain('"aliases": ["DATABASE_URL"]');
  });

  test('holds no secret, and waits for the database before the service starts', () => {
    const secrets = [
      'BOT_TOKEN',
      'FERNET_KEYS',
      'SECRET_KEY',
      'PASSWORD_PEPPER',
      'LAB_KEYS',
      'ADMIN_PASSWORD',
    ];
    expect(secrets.filter((name) => given[name] !== '')).toEqual([]);
    const kinds = [...template.matchAll(/"kind": "([A-Za-z]+)"/g)].map(([, kind]) => kind);
    expect(kinds).toEqual(
      'Workflow Project Workflow Addon Volume SecretGroup Condition Addon CombinedService'.split(' '),
    );
  });
});
