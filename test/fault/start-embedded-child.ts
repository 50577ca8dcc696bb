import { createInterface } from 'node:readline/promises';
import { startEmbedded } from '../../db/embedded.ts';

// A program that uses the embedded server: `start-embedded-child.ts FOLDER [volatile]`, then `stop` or `exit` on its
// standard input.
const server = await startEmbedded({
  folder: process.argv[2] ?? '',
  durable: process.argv[3] !== 'volatile',
});
const { url, superuserUrl, adopted } = server;
process.stdout.write(`${JSON.stringify({ url, superuserUrl, adopted })}\n`);
for await (const command of createInterface(process.stdin)) {
  if (command === 'stop') await server.stop();
  process.exit(0);
}
