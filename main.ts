import './require-node.mjs';
import { openPlay } from './app/play.ts';
import type { Harmonia } from './app/start.ts';
import { readConfig } from './config.ts';
import { createClock } from './foundation/clock.ts';
import { exitCodeOf, HarmoniaError } from './foundation/errors.ts';
import { createLog } from './foundation/log.ts';

const stopWithinMs = 10_000;

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
  const play = await openPlay(config, clock);
  // Loaded only now: require-node.mjs says in one line what Node would say in twenty when it cannot resolve a workspace.
  const { startHarmonia } = await import('./app/start.ts');
  const harmonia = await startHarmonia(config, { log, clock });
  await play?.join(harmonia);
  const { sandbox } = harmonia;
  log.info({ event: 'ready', address: harmonia.url, mode: config.telegram.mode }, 'ready');
  console.log(
    sandbox
      ? `Harmonia is ready. Open the chat page: ${sandbox.url}`
      : `Harmonia is ready as @${harmonia.bot.username}.`,
  );
  return harmonia;
}

/**
 * The first SIGINT or SIGTERM stops intake and gives running work ten seconds to finish. If it comes during the start,
 * the start is completed first and then everything is stopped. A second signal ends the process at once.
 */
function stopOnSignals(starting: Promise<Harmonia>): void {
  let asked = false;
  const stop = async (): Promise<void> => {
    const harmonia = await starting;
    const timer = setTimeout(() => process.exit(1), stopWithinMs);
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

/** Prints one line for each problem, with the variable where there is one, and exits with the code of the error. */
function fail(error: unknown): never {
  console.error(error instanceof HarmoniaError ? error.message : error);
  process.exit(exitCodeOf(error));
}
