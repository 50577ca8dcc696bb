import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

// The program of a checkout without Telegram's pace, which would bound every build to 30 messages a second:
// node load-program.ts CHECKOUT, with the variables of the program. An earlier build has its files at the root.

const [, , checkout = ''] = process.argv;
const load = async <T>(...places: string[]): Promise<T> => {
  const place = places.find((each) => existsSync(join(checkout, each)));
  if (place === undefined) throw new Error(`${checkout} has none of ${places.join(', ')}`);
  return (await import(pathToFileURL(join(checkout, place)).href)) as T;
};

const { readConfig } = await load<{ readConfig(): object }>('config.ts');
const { createLog } = await load<{ createLog(options: object): object }>('foundation/log.ts', 'log.ts');
const { createClock } = await load<{ createClock(): object }>('foundation/clock.ts', 'clock.ts');
const { startHarmonia } = await load<{
  startHarmonia(config: object, deps: object): Promise<{ stop(): Promise<void> }>;
}>('app/start.ts', 'harmonia.ts');

const pace = {
  ...{ perChat: Infinity, chatMs: 0, changesPerChat: Infinity, changeMs: 0 },
  ...{ overall: Infinity, allMs: 0 },
};
const harmonia = await startHarmonia(readConfig(), {
  log: createLog({ level: 'warn' }),
  clock: createClock(),
  pace,
});
process.on('message', (message) => {
  if (message !== 'stop') return;
  harmonia.stop().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
process.send?.('ready');
