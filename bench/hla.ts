import { describeMachine } from './machine.ts';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  builtinReference,
  buildTable,
  compareHla,
  createPairScorer,
  createReleaseReference,
  createTyping,
  decodeTable,
  encodeTable,
  type HlaReference,
  type HlaTyping,
  openLabFile,
  readGlString,
  readRelease,
  syntheticTyping,
  writeLabCsv,
} from '@harmonia/hla';
import { createRandom } from '../foundation/random.ts';

// npm run bench bench/hla.ts [HLA-DATA-FOLDER]: the folder holds a release in imgt-*/ and lab files in lab-files/

const [folder] = process.argv.slice(2);
console.log(describeMachine());

function measure<T>(label: string, work: () => T): T {
  const start = performance.now();
  const result = work();
  console.log(`${label}\t${(performance.now() - start).toFixed(1)} ms`);
  return result;
}

function pairs(label: string, reference: HlaReference): void {
  const random = createRandom('bench');
  const people = Array.from({ length: 1000 }, () => syntheticTyping(random));
  const scorer = createPairScorer(reference);
  const encoded = measure(`${label}: encode 1,000 typings`, () =>
    people.map((typing) => scorer.encode(typing)),
  );
  const ready = encoded.filter((typing) => typing !== undefined);
  const start = performance.now();
  let sum = 0;
  for (const one of ready) for (const other of ready) sum += scorer.score(one, other);
  const seconds = (performance.now() - start) / 1000;
  const count = ready.length ** 2;
  console.log(
    `${label}: ${count} resolved pairs\t${(1000 * seconds).toFixed(1)} ms\t${Math.round(count / seconds)} pairs/s\tmean ${(sum / count).toFixed(2)}`,
  );
  measure(`${label}: 2,000 full comparisons`, () => {
    for (let index = 0; index < 2000; index++)
      compareHla(people[index % 1000] ?? people[0]!, people[(index * 7 + 1) % 1000] ?? people[0]!, reference);
  });
  const low = typingOf('HLA-A*02:XX+HLA-A*02:XX^HLA-B*15:XX+HLA-B*15:XX^HLA-DRB1*04:XX+HLA-DRB1*04:XX');
  measure(`${label}: XX against XX, first time`, () => compareHla(low, low, reference));
  measure(`${label}: XX against XX, again`, () => compareHla(low, low, reference));
}

function typingOf(text: string): HlaTyping {
  const read = readGlString(text);
  if (!read.ok) throw new Error(read.error.message);
  return createTyping(read.value, {});
}

function countRows(bytes: Uint8Array): number {
  let rows = 0;
  for (const row of openLabFile(bytes).rows) rows += row.status === 'rejected' ? 0 : 1;
  return rows;
}

const random = createRandom('rows');
const csv = Buffer.from(
  writeLabCsv(
    Array.from({ length: 100_000 }, (_, index) => ({
      participant: `K${index}`,
      typing: syntheticTyping(random),
    })),
  ),
);
const before = process.memoryUsage().rss;
measure(`CSV of 100,000 rows (${csv.length} bytes)`, () => countRows(csv));
console.log(`memory added while reading\t${Math.round((process.memoryUsage().rss - before) / 1e6)} MB`);
pairs('built-in names', builtinReference());

if (folder !== undefined) {
  const release = ['imgt-3.58.0', '']
    .map((name) => path.join(folder, name))
    .find((each) => existsSync(path.join(each, 'Allelelist.txt')));
  if (release !== undefined) {
    const { document } = measure('table build from the release', () => buildTable(readRelease(release)));
    const bytes = measure('table to bytes', () => encodeTable(document, 'table.json.gz'));
    console.log(
      `table size\t${encodeTable(document, 'table.json').length} bytes, ${bytes.length} compressed`,
    );
    pairs(
      `release ${document.release}`,
      measure('table opened', () => createReleaseReference(decodeTable(bytes))),
    );
  }
  const hml = path.join(folder, 'lab-files', 'allosure-5-samples.hml');
  if (existsSync(hml)) measure('HML of 5 samples', () => countRows(readFileSync(hml)));
}
console.log(`peak memory\t${Math.round(process.resourceUsage().maxRSS / 1000)} MB`);
