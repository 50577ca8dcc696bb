import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { isAlive, ownIdentity, processIdentity, tryLock } from '../../foundation/process-lock.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'process-lock-'));
  path = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a lock', () => {
  test('is held once at a time, and can be taken again after its release', () => {
    const unlock = tryLock(path)!;
    expect(readFileSync(path, 'utf8')).toBe(ownIdentity());
    expect(tryLock(path)).toBeUndefined();
    unlock();
    expect(tryLock(path)).toBeDefined();
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  test('is not taken over from a running process', () => {
    writeFileSync(path, processIdentity(process.ppid)!);
    expect(tryLock(path)).toBeUndefined();
    expect(readFileSync(path, 'utf8')).toBe(processIdentity(process.ppid));
  });

  test.each([
    ['a process that has ended', () => `${spawnSync(process.execPath, ['--version']).pid} 1`],
    ['an earlier process with the pid of this one', () => `${process.pid} 1`],
    ['an ended process whose pid another process has now', () => `${process.ppid} 1`],
    ['a file that holds no identity', () => '{}'],
  ])('is taken over from %s', (_, identity) => {
    writeFileSync(path, identity());
    expect(tryLock(path)).toBeDefined();
    expect(readFileSync(path, 'utf8')).toBe(ownIdentity());
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  test('whose file is empty is respected for ten seconds and taken over afterwards', () => {
    writeFileSync(path, '');
    expect(tryLock(path)).toBeUndefined();
    const before = new Date(Date.now() - 11_000);
    utimesSync(path, before, before);
    expect(tryLock(path)).toBeDefined();
  });

  test('in a folder that does not exist throws ENOENT', () => {
    expect(() => tryLock(join(folder, 'nowhere', 'lock'))).toThrow('ENOENT');
  });
});

test('an identity is alive while the process with that pid and start time runs', () => {
  expect(isAlive(ownIdentity())).toBe(true);
  expect(isAlive(`${ownIdentity()}\n`)).toBe(true);
  expect(isAlive(`${process.pid} 1`)).toBe(false);
  expect(isAlive('no pid')).toBe(false);
});
