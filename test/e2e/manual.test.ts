import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseConfig } from '../../config.ts';
import { harmoniaCommand } from '../support/harmonia-command.ts';

const home = join(import.meta.dirname, '../..');
const manual = ['operations.md', 'deploy-railway.md', 'deploy-northflank.md']
  .map((page) => readFileSync(join(home, 'docs', page), 'utf8'))
  .join('\n');

/** Every line of a shell block, and every command in a sentence. */
const blocks = [...manual.matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm)].map(([, text]) => text!);
const lines = blocks
  .flatMap((text) => text.split('\n'))
  .map((line) => line.trim())
  .filter(Boolean);
const inSentences = [
  ...manual.matchAll(/`((?:npm|node|docker|pg_restore|pg_dump|cp|railway) [^`\n]+)`/g),
].map(([, command]) => command!);
const commands = [...new Set([...lines, ...inSentences])];

let work: string;
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'harmonia-manual-'));
});
afterAll(() => rmSync(work, { recursive: true }));

const shell = (command: string, env: Record<string, string> = {}) =>
  spawnSync('bash', ['-c', command], {
    cwd: work,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: work, ...env },
  });

describe('the commands of the manual', () => {
  test('can all be read by a shell', () => {
    expect(commands.length).toBeGreaterThan(15);
    const broken = commands.filter(
      (command) => shell(`bash -n -c ${quote(command.replaceAll('…', ''))}`).status !== 0,
    );
    expect(broken).toEqual([]);
  });

  test('that are Harmonia’s exist, with their options', () => {
    const given = [...manual.matchAll(/(?:harmonia --|cli\/harmonia\.ts) ([^`\n]+)/g)].map(([, text]) =>
      text!.split(' '),
    );
    const isName = (word: string) => /^[a-z][a-z-]*$/.test(word);
    const own = given.map((words) => {
      const end = words.findIndex((word) => !isName(word));
      return { words: end === -1 ? words : words.slice(0, end), rest: words.join(' ') };
    });
    expect(own.length).toBeGreaterThan(4);
    for (const { words, rest } of own) {
      const [node, ...args] = harmoniaCommand(...words, '--help');
      const { stdout, status } = spawnSync(node, args, { cwd: home, encoding: 'utf8' });
      expect([words, status]).toEqual([words, 0]);
      // Asked for help, commander answers for the command above when it does not know the last word.
      expect(stdout).toContain(`Usage: harmonia ${words.join(' ')}`);
      for (const [option] of rest.matchAll(/--[a-z-]+/g)) expect(stdout).toContain(option);
    }
  });

  test('that make keys make such that the program takes', () => {
    const made = (name: string): string => {
      const line = lines.find((candidate) => candidate.endsWith(`# ${name}`));
      return shell(line!).stdout.trim();
    };
    const keys = Object.fromEntries(
      ['FERNET_KEYS', 'SECRET_KEY', 'PASSWORD_PEPPER'].map((name) => [name, made(name)]),
    );
    expect(parseConfig(keys).secrets).toMatchObject({
      fernetKeys: [keys['FERNET_KEYS']],
      secretKey: keys['SECRET_KEY'],
    });
  });

  test('that copy files work with the built-in pack, where there is no folder packs', () => {
    const data = join(work, 'data');
    for (const folder of ['uploads', 'reports', 'erasures'])
      mkdirSync(join(data, folder), { recursive: true });
    writeFileSync(join(data, 'uploads/one'), 'photo');
    const env = { DATA_DIR: data };
    const copying = commands.filter((command) => /^(tar|cp) /.test(command));
    expect(copying.length).toBeGreaterThan(0);
    for (const command of copying) expect([command, shell(command, env).status]).toEqual([command, 0]);
    expect(shell('tar -tzf harmonia-files.tgz').stdout.split('\n')).toContain('uploads/one');
    expect(existsSync(join(work, 'elsewhere'))).toBe(true);
  });

  test('the nightly backup of compose.yaml leaves a dump and an archive, or nothing', () => {
    const bin = join(work, 'bin');
    mkdirSync(bin);
    mkdirSync(join(work, 'backups'));
    const withDump = (exit: number) => {
      writeFileSync(
        join(bin, 'pg_dump'),
        `#!/bin/sh\necho dump >"$(echo "$2" | cut -d= -f2)"; exit ${exit}\n`,
        {
          mode: 0o755,
        },
      );
      return shell(`sh ${join(home, 'docker/backup.sh')} once`, {
        PATH: `${bin}:${process.env['PATH']}`,
        DATA: join(work, 'data'),
        BACKUPS: join(work, 'backups'),
      });
    };
    expect(withDump(1).status).not.toBe(0);
    expect(shell('ls backups').stdout).not.toContain('harmonia-');
    expect(withDump(0)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^backup of \d{4}-\d\d-\d\d made/),
    });
    expect(shell('ls backups').stdout).toMatch(/harmonia-\S+\.dump\nharmonia-\S+\.tgz\n$/);
  });
});

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
