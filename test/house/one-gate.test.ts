import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { home } from './planted-tree.ts';

const rooms = ['app', 'bot', 'cli', 'db', 'engine', 'play', 'webhooks'];
const sources = rooms.flatMap((room) =>
  readdirSync(join(home, room), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => `${room}/${path}`),
);
const withText = (pattern: RegExp): string[] =>
  sources.filter((file) => pattern.test(readFileSync(join(home, file), 'utf8')));

test('the answers of a cohort are read in one place, behind the gate of the looks', () => {
  expect(withText(/outcomes\s*\.ofCohort\(/)).toEqual(['engine/protocol/counted-answers.ts']);
  expect(withText(/as FiguresPermit\b/)).toEqual(['engine/protocol/figures-gate.ts']);
  expect(withText(/(FROM|JOIN) outcomes\b/)).toEqual([]);
  expect(withText(/models\.outcomes\b/)).toEqual(['db/stores/outcomes.ts']);
});
