import { join } from 'node:path';
import { createClock } from './clock.ts';
import { readConfig } from './config.ts';
import { HarmoniaError } from './errors.ts';
import { type Harmonia, startHarmonia } from './harmonia.ts';
import { createLog } from './log.ts';
import { createMind, selfieSource } from './cli/synthetic-minds.ts';
import { openDeskMemory } from './sandbox/memory/desk-memory.ts';
import { createSandboxStaff, createStudyDesk } from './study-desk.ts';

const exitCodes = {
  'config-invalid': 2,
  'volume-not-writable': 3,
  'database-unavailable': 4,
  unauthorized: 5,
  'key-mismatch': 6,
  'model-unavailable': 7,
} as const;
const patienceMs = 10_000;

try {
  const starting = start();
  stopOnSignals(starting);
  await (
    await starting
  ).done;
} catch (error) {
  fail(error);
}

async function start(): Promise<Harmonia> {
  const config = readConfig();
  const log = createLog({ level: config.logLevel });
  const clock = createClock();
  const memory =
    config.telegram.mode === 'sandbox'
      ? openDeskMemory(join(config.dataDir, 'sandbox'), clock.now())
      : undefined;
  if (memory) clock.advance(memory.advancedMs);
  const harmonia = await startHarmonia(config, { log, clock });
  const { sandbox, study } = harmonia;
  if (sandbox && memory) {
    const { seed, year } = memory;
    const selfies = selfieSource(undefined, seed);
    const mind = (index: number) => createMind(index, { seed, instrument: study.instrument, selfies, year });
    const staff = await createSandboxStaff(harmonia);
    harmonia.useDesk(createStudyDesk(harmonia, sandbox, { staff, mind, memory }));
  }
  log.info({ event: 'ready', address: harmonia.url, mode: config.telegram.mode }, 'ready');
  console.log(
    sandbox
      ? `Harmonia is ready. Open the chat page: ${sandbox.url}`
      : `Harmonia is ready as @${harmonia.bot.username}.`,
  );
  return harmonia;
}

/**
 * The first signal lets what is running finish, also when it comes in the middle of the start: whatever was started
 * is stopped. A second one ends the process at once.
 */
function stopOnSignals(starting: Promise<Harmonia>): void {
  let asked = false;
  const stop = async (): Promise<void> => {
    const harmonia = await starting;
    const timer = setTimeout(() => process.exit(1), patienceMs);
    await harmonia.stop();
    clearTimeout(timer);
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (asked) process.exit(1);
      asked = true;
      stop().catch(fail);
    });
  }
}

/** One line for the operator: what is wrong, and with which variable where there is one. */
function fail(error: unknown): never {
  const known = error instanceof HarmoniaError ? error : undefined;
  console.error(known ? known.message : error);
  process.exit(known && known.code in exitCodes ? exitCodes[known.code as keyof typeof exitCodes] : 1);
}
