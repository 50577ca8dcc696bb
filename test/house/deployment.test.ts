import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
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

describe('the templates of the hosts', () => {
  test('Railway’s mounts the volume where the image expects it, and has one replica and known variables', () => {
    const { deploy } = JSON.parse(read('railway.json')) as { deploy: Record<string, unknown> };
    expect(deploy).toMatchObject({
      requiredMountPath: '/app/data',
      numReplicas: 1,
      healthcheckPath: '/readyz',
    });
    const program = read('.railway/railway.ts');
    expect(program).toContain("volumeMounts: { '/app/data': data }");
    const names = [...program.matchAll(/^ {6}([A-Z_]+):/gm)].map(([, name]) => name ?? '');
    expect(names).toEqual(expect.arrayContaining(['DATABASE_URL', 'BOT_TOKEN', 'FERNET_KEYS', 'SECRET_KEY']));
    expect(strangers(names)).toEqual([]);
  });

  test('Northflank’s does the same', () => {
    const template = read('northflank.json');
    const { arguments: given } = JSON.parse(template) as { arguments: Record<string, string> };
    const used = [...template.matchAll(/"([A-Z_]+)": "\$\{args\.([A-Z_]+)\}"/g)];
    expect(used.length).toBeGreaterThan(5);
    expect(strangers(used.map(([, variable]) => variable ?? ''))).toEqual([]);
    const asked = [...template.matchAll(/\$\{args\.([A-Z_]+)\}/g)].map(([, name]) => name ?? '');
    expect([...new Set(asked)].toSorted()).toEqual(Object.keys(given).toSorted());
    expect(template).toContain('"containerMountPath": "/app/data"');
    expect(template).toContain('"aliases": ["DATABASE_URL"]');
  });
});
