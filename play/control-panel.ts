import { randomBytes, randomUUID } from 'node:crypto';
import { currentStep, readJourney, steps } from '../engine/protocol/journey.ts';
import { issueInvite } from '../engine/protocol/invitations.ts';
import { syntheticTyping, writeLabCsv } from '../engine/biological/index.ts';
import { createRandom } from '../foundation/random.ts';
import type { PlayedStudy } from './played-study.ts';
import { isHarmoniaError } from '../foundation/errors.ts';
import type { ControlPanelStatus, ControlPanel } from '../sandbox/control-panel.ts';
import type { ControlPanelMemory, StoredWalk } from './control-panel-memory.ts';
import type { Persona } from './personas/persona.ts';
import type { Person, Sandbox } from '../sandbox/server.ts';
import { startWalk, type Walk } from './personas/walk.ts';
import { translator } from '../locales/locales.ts';
import { sign } from '../webhooks/lab-signature.ts';

type StaffRole = 'admin' | 'researcher';

/** The account of an admin or a researcher in the sandbox; the chat page offers to sign in with it. */
export interface StaffLogin {
  role: StaffRole;
  email: string;
  password: string;
}

/** Makes the staff accounts of the sandbox, with new passwords at each start. The page shows the passwords. */
export async function createSandboxStaff({ database, study }: PlayedStudy): Promise<StaffLogin[]> {
  const logins = (['admin', 'researcher'] as const).map((role) => ({
    role,
    email: `${role}@sandbox.invalid`,
    password: randomBytes(9).toString('base64url'),
  }));
  for (const { role, email, password } of logins) {
    const passwordHash = await study.passwords.hash(password);
    await database.transact(async (uow) => {
      const account = await uow.accounts.byEmail(email);
      if (account) await uow.accounts.update(account.id, { passwordHash });
      else await uow.accounts.create({ email, passwordHash, role });
    });
  }
  return logins;
}

/** The control panel of a running study, with its synthetic participants. */
export interface RunningControlPanel extends ControlPanel {
  /** Stops the synthetic participants; a later start continues their walks. */
  close(): void;
}

/**
 * Creates the control panel that the chat page shows. Synthetic participants of the memory continue where they stopped.
 * The clock is not moved here: app/ advances it by the memory's `advancedMs` before it starts the study.
 */
export function createControlPanel(
  harmonia: PlayedStudy,
  sandbox: Sandbox,
  options: {
    staff: readonly StaffLogin[];
    persona: (index: number) => Persona;
    memory: ControlPanelMemory;
    pauseMs?: number;
  },
): RunningControlPanel {
  const { database, clock, bot, study } = harmonia;
  const { memory, pauseMs = 400 } = options;
  const walks: Walk[] = [];

  function walk(person: Person, persona: Persona, stored: StoredWalk): void {
    walks.push(
      startWalk(person, persona, {
        inviteCode: stored.inviteCode,
        file: (id) => sandbox.file(id),
        pauseMs,
        last: stored.last,
        onAnswered: (last) => memory.storeWalk({ ...stored, last }),
      }),
    );
  }

  async function invite(): Promise<{ code: string; url: string }> {
    const code = await database
      .transact((uow) => issueInvite(uow, { by: null, now: clock.now(), ttlDays: study.inviteDays }))
      .catch((error: unknown) => {
        throw isHarmoniaError(error, 'cohort-state')
          ? new Error('The cohort is closed: no further participant can be invited.')
          : error;
      });
    return { code, url: `https://t.me/${bot.username}?start=${code}` };
  }

  for (const stored of memory.walks) {
    const person = sandbox.people().find(({ id }) => id === stored.personId);
    // A sandbox that was killed may have lost the person that it added last; the walk of that person is skipped.
    if (person) walk(person, options.persona(stored.index), stored);
  }
  return {
    invite,
    status: () => database.transact((uow) => readStatus(uow, clock.now(), options.staff)),
    async enrol(count) {
      for (let started = 0; started < count; started++) {
        const { code: inviteCode } = await invite();
        const index = memory.walks.length;
        const persona = options.persona(index);
        const person = sandbox.person({
          firstName: persona.firstName,
          languageCode: persona.locale,
          role: 'synthetic',
        });
        const stored = { personId: person.id, index, inviteCode };
        memory.storeWalk(stored);
        walk(person, persona, stored);
      }
      return count;
    },
    deliverLab: () => deliverLab(harmonia),
    async advance(hours) {
      memory.advance(hours * 3_600_000);
      clock.advance(hours * 3_600_000);
      await database.transact(async (uow) => {
        await uow.jobs.enqueue('remind', {});
        await uow.jobs.enqueue('follow-up', {});
        await uow.jobs.enqueue('left-out', {});
        await uow.jobs.enqueue('close-due', {});
      });
      return clock.now();
    },
    close() {
      for (const { stop } of walks) stop();
    },
  };
}

/** Plays the laboratory: delivers a signed file over HTTP with a made-up typing for every waiting kit. */
export async function deliverLab({ database, secrets, url }: PlayedStudy, seed = 'lab'): Promise<string> {
  const [key] = secrets.labKeys;
  if (key === undefined)
    return 'No laboratory may deliver here: LAB_KEYS is not set, and in production no key is made. Set it to name:secret.';
  const kits = await database.transact((uow) => uow.biology.waitingKits());
  if (kits.length === 0) return 'No kit is waiting for the lab.';
  const csv = writeLabCsv(
    kits.map(({ code }) => ({ participant: code, typing: syntheticTyping(createRandom(`${seed}:${code}`)) })),
  );
  const body = Buffer.from(csv);
  const headers = {
    'content-type': 'text/csv',
    ...sign(key, { id: randomUUID(), body, now: new Date() }),
  };
  const response = await fetch(`${url}/webhooks/hla`, { method: 'POST', headers, body });
  const answer = (await response.json()) as { imported?: number; rejected?: number; error?: string };
  if (!response.ok) throw new Error(answer.error ?? `the lab webhook answered ${response.status}`);
  return `The lab delivered ${kits.length} results: ${answer.imported} stored, ${answer.rejected} rejected.`;
}

async function readStatus(
  uow: Parameters<Parameters<PlayedStudy['database']['transact']>[0]>[0],
  now: Date,
  staff: readonly StaffLogin[],
): Promise<ControlPanelStatus> {
  const t = translator('en');
  const cohort = await uow.cohorts.latest();
  const people = cohort ? await uow.participants.ofCohort(cohort.id) : [];
  const counts = new Map<string, number>();
  for (const person of people) {
    const step = person.status === 'withdrawn' ? 'withdrawn' : currentStep(await readJourney(uow, person));
    counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  return {
    now: now.toISOString(),
    participants: people.length,
    waitingKits: (await uow.biology.waitingKits()).length,
    steps: [...steps, 'leftout', 'withdrawn'].flatMap((step) => {
      const count = counts.get(step);
      return count === undefined ? [] : [{ label: t(`stage-${step}`), count }];
    }),
    cohort: cohort ? t(`cohort-${cohort.status}`) : 'none',
    staff: staff.map(({ role, email, password }) => ({ role, login: `/login ${email} ${password}` })),
  };
}
