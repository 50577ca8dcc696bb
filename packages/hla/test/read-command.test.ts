import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Command } from 'commander';
import { registerRead } from '../src/commands/read.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hla-read-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs `hla read` with the files, and returns the objects that it printed and the codes of problems. */
async function run(
  file: string,
  settings: { codes?: string; participantCodes?: () => Promise<(code: string) => boolean> } = {},
) {
  const pathOf = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    jest.spyOn(process[stream], 'write').mockImplementation((chunk) => {
      written[stream] += String(chunk);
      return true;
    }),
  );
  const before = process.exitCode;
  const program = new Command('hla');
  registerRead(program, { tableFolder: () => folder, tableFolderName: 'it', ...settings });
  const more = settings.codes === undefined ? [] : ['--participants', pathOf('codes.txt', settings.codes)];
  try {
    await program.parseAsync(['node', 'hla', 'read', pathOf('file', file), '--problems', ...more]);
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.exitCode = before;
  }
  const objects = (text: string) =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { participant?: string; code?: string });
  return {
    participants: [...new Set(objects(written.stdout).map(({ participant }) => participant))],
    problems: [...new Set(objects(written.stderr).map(({ code }) => code))],
    text: written.stdout + written.stderr,
  };
}

describe('the command that reads a file with several identifiers', () => {
  const table =
    'sample,patient,A,B,DRB1\nS1,P1,A*01:01+A*02:01,B*07:02+B*08:01,DRB1*03:01+DRB1*15:01\nS2,P2,A*01:01+A*02:01,B*07:02+B*08:01,DRB1*03:01+DRB1*15:01\n';

  test('takes the codes of a file, or the pattern of the program that offers it', async () => {
    const codes = '\ufeffP1\r\n\r\n P2 \r\n';
    expect(await run(table, { codes })).toMatchObject({ participants: ['P1', 'P2'], problems: [] });
    const participantCodes = async () => (code: string) => code.startsWith('S');
    expect(await run(table, { participantCodes })).toMatchObject({
      participants: ['S1', 'S2'],
      problems: [],
    });
    expect(await run(table, { participantCodes, codes })).toMatchObject({ participants: ['P1', 'P2'] });
  });

  test('refuses it without either, and quotes no identifier', async () => {
    const refused = await run(table);
    expect(refused).toMatchObject({ participants: [], problems: ['participant-ambiguous'] });
    expect(refused.text).not.toMatch(/P1|S1/);
  });
});
