import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createPersona, selfieSource } from '../../play/personas/create-persona.ts';
import { type ControlPanelMemory, openControlPanelMemory } from '../../play/control-panel-memory.ts';
import { createControlPanel, type RunningControlPanel } from '../../play/control-panel.ts';
import { startTestStudy, type TestStudy } from '../support/study.ts';
import { patience } from '../support/patience.ts';

const now = new Date('2026-05-01T12:00:00Z');
let study: TestStudy;
let folder: string;
beforeAll(async () => {
  study = await startTestStudy();
  folder = mkdtempSync(join(tmpdir(), 'harmonia-panel-'));
});
afterAll(async () => {
  await study.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A control panel like the one that a start of the program makes. */
function open(memory: ControlPanelMemory): RunningControlPanel {
  const { seed, year } = memory;
  const { instrument } = study.harmonia().study.instruments.current();
  const selfies = selfieSource(undefined, seed);
  return createControlPanel(study.harmonia(), study.sandbox, {
    staff: [],
    persona: (index) => createPersona(index, { seed, instrument, selfies, year }),
    memory,
    pauseMs: 20,
  });
}

test(
  'after a restart a synthetic participant continues, also at a question without buttons',
  async () => {
    const before = open(openControlPanelMemory(folder, now));
    await before.enrol(1);
    const person = study.sandbox.people().at(-1)!;
    await person.until(({ lastFromBot }) => {
      const message = lastFromBot();
      return /e-mail/i.test(message?.text ?? '') && !message?.buttons?.length;
    }, patience(20_000));
    before.close();
    await study.restart();

    const after = open(openControlPanelMemory(folder, now));
    await person.until(
      ({ lastFromBot }) =>
        (lastFromBot()?.buttons ?? []).flat().some(({ data }) => data?.startsWith('questionnaire:')),
      patience(40_000),
    );
    after.close();
  },
  patience(90_000),
);

test('the offset of the clock, the seed and the year are kept over a restart', async () => {
  const panel = open(openControlPanelMemory(folder, now));
  await panel.advance(36);
  await panel.advance(12);
  panel.close();
  const later = openControlPanelMemory(folder, new Date('2027-01-01T00:00:00Z'));
  expect(later).toMatchObject({ advancedMs: 48 * 3_600_000, year: 2026, seed: String(now.getTime()) });
});

test('a damaged file is refused by name and not overwritten', () => {
  const damaged = mkdtempSync(join(folder, 'damaged-'));
  writeFileSync(join(damaged, 'desk.json'), '{"seed":"1"');
  expect(() => openControlPanelMemory(damaged, now)).toThrow(/desk\.json is damaged/);
  expect(readFileSync(join(damaged, 'desk.json'), 'utf8')).toBe('{"seed":"1"');
});
