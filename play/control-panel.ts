import { randomBytes, randomUUID } from 'node:crypto';
import { currentStep, readJourney, steps } from '../engine/protocol/journey.ts';
import { issueInvite } from '../engine/protocol/invitations.ts';
import { syntheticTyping, writeLabCsv } from '../engine/biological/index.ts';
import { createRandom } from '../foundation/random.ts';
import type { PlayedStudy } from './played-study.ts';
import { isHarmoniaError } from '../foundation/errors.ts';
import type { ControlPanelStatus, ControlPanel } from '../sandbox/control-panel.ts';
import type { ControlPanelMemory, KeptWalk } from './control-panel-memory.ts';
import type { Persona } from './personas/persona.ts';
import type { Person, Sandbox } from '../sandbox/server.ts';
import { startWalk, type Walk } from './personas/walk.ts';
import { translator } from '../locales/locales.ts';
import { sign } from '../webhooks/lab-signature.ts';

type StaffRole = 'admin' | 'researcher';

/** Somebody who may sign in as staff; in the sandbox the chat page shows how. */
export interface StaffLogin {
  role: StaffRole;
  email: string;
  password: string;
}

/** Staff accounts for the sandbox, with new passwords at each start: the page shows them, nothing stores them. */
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

/** The control strip's study, and the synthetic participants that walk through it. */
export interface RunningControlPanel extends ControlPanel {
  /** Ends the walks where they are. */
  close(): void;
}

/**
 * The study as the control strip of the chat page sees and moves it. Synthetic participants whom the memory knows go
 * on where they were; whoever moved the clock is the composition root's business, since everything else starts later.
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

  function walk(person: Person, persona: Persona, kept: KeptWalk): void {
    walks.push(
      startWalk(person, persona, {
        inviteCode: kept.inviteCode,
        file: (id) => sandbox.file(id),
        pauseMs,
        last: kept.last,
        remember: (last) => memory.keepWalk({ ...kept, last }),
      }),
    );
  }

  async function invite(): Promise<{ code: string; url: string }> {
    const code = await database
      .transact((uow) => issueInvite(uow, { by: null, now: clock.now(), ttlDays: study.inviteDays }))
      .catch((error: unknown) => {
        throw isHarmoniaError(error, 'cohort-state')
          ? new Error('The cohort is closed: nobody can be invited any more.')
          : error;
      });
    return { code, url: `https://t.me/${bot.username}?start=${code}` };
  }

  for (const kept of memory.walks) {
    const person = sandbox.people().find(({ id }) => id === kept.personId);
    // A killed sandbox loses its last moment: somebody who came in it is gone, and so is the walk.
    if (person) walk(person, options.persona(kept.index), kept);
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
        const kept = { personId: person.id, index, inviteCode };
        memory.keepWalk(kept);
        walk(person, persona, kept);
      }
      return count;
    },
    deliverLab: () => deliverLab(harmonia),
    async advance(hours) {
      memory.advance(hours * 3_600_000);
      clock.advance(hours * 3_600_000);
      await database.transact((uow) => uow.jobs.enqueue('remind', {}));
      return clock.now();
    },
    close() {
      for (const { stop } of walks) stop();
    },
  };
}

/** Sends a signed file with a made-up typing for every waiting kit, as a lab would, over HTTP. */
export async function deliverLab({ database, secrets, url }: PlayedStudy, seed = 'lab'): Promise<string> {
  const kits = await database.transact((uow) => uow.biology.waitingKits());
  if (kits.length === 0) return 'No kit is waiting for the lab.';
  const csv = writeLabCsv(
    kits.map(({ code }) => ({ participant: code, typing: syntheticTyping(createRandom(`${seed}:${code}`)) })),
  );
  const body = Buffer.from(csv);
  const headers = {
    'content-type': 'text/csv',
    ...sign(secrets.labKeys[0]!, { id: randomUUID(), body, now: new Date() }),
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
    steps: [...steps, 'withdrawn'].flatMap((step) => {
      const count = counts.get(step);
      return count === undefined ? [] : [{ label: t(`stage-${step}`), count }];
    }),
    cohort: cohort ? t(`cohort-${cohort.status}`) : 'none',
    staff: staff.map(({ role, email, password }) => ({ role, login: `/login ${email} ${password}` })),
  };
}
