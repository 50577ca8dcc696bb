import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { createMetrics } from '../../app/metrics.ts';
import { home } from './planted-tree.ts';

const read = (file: string): string => readFileSync(join(home, file), 'utf8');
const named = (text: string): string[] => [
  ...new Set([...text.matchAll(/\b(?:harmonia|process|nodejs)_\w+/g)].map(([name]) => name)),
];

let given: Set<string>;
beforeAll(async () => {
  const text = await createMetrics().read();
  given = new Set([...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name!));
});
const isGiven = (name: string): boolean =>
  given.has(name) || given.has(name.replace(/_(bucket|sum|count)$/, ''));

describe('what watches the program', () => {
  test.each(['docs/watching/dashboard.json', 'docs/watching/alerts.yaml', 'docs/operations.md'])(
    '%s names only figures that /metrics gives',
    (file) => {
      const names = named(read(file));
      expect(names.length).toBeGreaterThan(5);
      expect(names.filter((name) => !isGiven(name))).toEqual([]);
    },
  );

  test('the dashboard shows every figure of the program', () => {
    const shown = named(read('docs/watching/dashboard.json')).map((name) =>
      name.replace(/_(bucket|count)$/, ''),
    );
    const own = [...given].filter((name) => name.startsWith('harmonia_') && name !== 'harmonia_info');
    expect(own.filter((name) => !shown.includes(name))).toEqual([]);
    expect(JSON.parse(read('docs/watching/dashboard.json'))).toMatchObject({ title: 'Harmonia' });
  });

  test('each alert says what to do', () => {
    const rules = read('docs/watching/alerts.yaml')
      .split(/^ +- alert: /m)
      .slice(1);
    expect(rules.length).toBeGreaterThan(8);
    expect(rules.filter((rule) => !/^ +expr: /m.test(rule) || !/^ +action: /m.test(rule))).toEqual([]);
  });
});
