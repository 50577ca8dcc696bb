import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ids } from '../../sandbox/memory/ids.ts';
import { Journal, lineOf, readJournal } from '../../sandbox/memory/journal.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-journal-'));
  path = join(folder, 'journal.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the journal', () => {
  test('that is cut at any byte has the state after one of its batches', async () => {
    const journal = await Journal.begin(path, new Map([['a', 1]]));
    await journal.append(
      lineOf([
        ['a', 2],
        ['b', { text: 'ünïcödé\n' }],
      ]),
    );
    await journal.append(
      lineOf([
        ['a', null],
        ['c', [3]],
      ]),
    );
    await journal.close();
    const whole = readFileSync(path);
    const states = [
      {},
      { a: 1 },
      { a: 2, b: { text: 'ünïcödé\n' } },
      { b: { text: 'ünïcödé\n' }, c: [3] },
    ].map((state) => JSON.stringify(state));
    let reached = 0;
    for (let length = whole.indexOf('\n') + 1; length <= whole.length; length++) {
      writeFileSync(path, whole.subarray(0, length));
      const { entries, isDamaged } = await readJournal(path);
      const state = states.indexOf(JSON.stringify(Object.fromEntries(entries)));
      expect(isDamaged).toBe(false);
      expect(state).toBeGreaterThanOrEqual(reached);
      reached = state;
    }
    expect(reached).toBe(3);
  });

  test('can be written again from many entries without losing one', async () => {
    const entries = new Map(Array.from({ length: 1234 }, (_, index) => [`k:${index}`, { index }]));
    await (await Journal.begin(path, entries)).close();
    expect(await readJournal(path)).toEqual({ entries, isDamaged: false });
  });

  test('that does not exist is not damaged', async () => {
    expect(await readJournal(path)).toEqual({ entries: new Map(), isDamaged: false });
  });
});

describe('ids', () => {
  const file = (): string => join(folder, 'ids.json');

  test('are never given twice, neither after a close nor after a kill', () => {
    const given: number[] = [];
    for (let run = 0; run < 6; run++) {
      const ids = new Ids(file());
      for (let count = 0; count < 700; count++) given.push(ids.next('update'));
      if (run % 2 === 0) ids.close();
    }
    expect(new Set(given).size).toBe(given.length);
    expect(given).toEqual(given.toSorted((a, b) => a - b));
  });

  test('continue without a gap after a close', () => {
    const first = new Ids(file());
    const id = first.next('message');
    first.close();
    expect(new Ids(file()).next('message')).toBe(id + 1);
  });

  test('of a new folder are larger than those of a folder that was removed', () => {
    const past = new Ids().next('update');
    expect(new Ids(file()).next('update')).toBeGreaterThan(past + 1_000_000);
  });
});
