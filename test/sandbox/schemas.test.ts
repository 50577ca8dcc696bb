import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { generateSchemas, schemasFile } from './schema-generator.ts';

test('the request schemas are those of the installed Bot API types', async () => {
  expect(await generateSchemas()).toBe(readFileSync(schemasFile, 'utf8'));
});
