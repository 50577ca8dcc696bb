import { describeMachine } from './machine.ts';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { createFaceAnalyser } from '../engine/visual/face-analysis.ts';
import { plainFace } from '../engine/visual/face-self-check.ts';
import { readLondon, readMebeauty, readScut } from '../engine/visual-learning/training/read-face-sets.ts';
import { printConsensus } from './vision-consensus.ts';
import { printFraming } from './vision-framing.ts';
import { printLimits } from './vision-limits.ts';
import { printNoise } from './vision-noise.ts';
import { describePortraits, readLondonPortraits, readScutSample } from './vision-photos.ts';

// Time per photo and memory of the face networks: node bench/vision.ts [FOLDER OF PHOTOS] [WORKERS] [EVERY]
// With HARMONIA_SHARED also what shape and framing of a photo change; EVERY 3 takes a third of the portraits.
// An empty name is the picture of the self-check too, so that EVERY can be given without a folder.
const folder = process.argv[2] || undefined;
const workers = Number(process.argv[3] ?? 1);
const photos = folder === undefined ? [await plainFace()] : await readPhotos(folder);
const rounds = folder === undefined ? 60 : 1;
console.log(describeMachine());
console.log(`${photos.length} photos of ${folder ?? 'the self-check'}, ${rounds} round(s)`);

const started = performance.now();
const analyser = await createFaceAnalyser({ workers });
const cold = performance.now() - started;
console.log(`backend ${analyser.backend}, ${workers} worker(s), start with self-check ${cold.toFixed(0)} ms`);

const oneByOne: number[] = [];
const cpuBefore = process.cpuUsage();
for (let round = 0; round < rounds; round++) {
  for (const photo of photos) {
    const before = performance.now();
    await analyser.analyse(photo);
    oneByOne.push(performance.now() - before);
  }
}
const cpu = process.cpuUsage(cpuBefore);
oneByOne.sort((one, other) => one - other);
const at = (share: number): string => oneByOne[Math.floor(share * (oneByOne.length - 1))]!.toFixed(0);
console.log(
  `${oneByOne.length} photos one by one: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, slowest ${at(1)} ms`,
);

console.log(`user CPU ${(cpu.user / 1000 / oneByOne.length).toFixed(0)} ms per photo, all threads`);

const together = performance.now();
await Promise.all(photos.slice(0, 32).map((photo) => analyser.analyse(photo)));
const each = (performance.now() - together) / Math.min(32, photos.length);
console.log(`${Math.min(32, photos.length)} photos at once: ${each.toFixed(0)} ms each`);
console.log(`resident memory ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MB, all threads`);

const shared = process.env['HARMONIA_SHARED'];
if (shared === undefined)
  console.log('skipped: shape and framing of London portraits (HARMONIA_SHARED is not set)');
else await printPortraitFigures(shared, Number(process.argv[4] ?? 1));
await analyser.close();

async function readPhotos(from: string): Promise<Buffer[]> {
  const names = (await readdir(from)).filter((name) => /\.(jpe?g|png|webp)$/i.test(name)).sort();
  return Promise.all(names.map((name) => readFile(path.join(from, name))));
}

async function printPortraitFigures(from: string, every: number): Promise<void> {
  await printLimits(analyser, from);
  const portraits = await readLondonPortraits(from, every);
  console.log(`${portraits.length} London portraits`);
  const london = await describePortraits(analyser, portraits, true);
  await printFraming(london);
  if (every !== 1) return console.log('skipped: consensus and noise (they need all portraits)');
  const sample = await describePortraits(analyser, await readScutSample(from), false);
  const tables = path.join(from, 'data/visual');
  const sets = {
    scut: await readScut(tables),
    london: await readLondon(tables),
    mebeauty: await readMebeauty(tables),
  };
  const withoutLondon = printConsensus(sets, london, sample);
  printNoise(withoutLondon, sets.london, london);
}
