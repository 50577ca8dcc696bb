import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gunzipSync } from 'node:zlib';
import {
  buildTable,
  createReleaseReference,
  decodeTable,
  encodeTable,
  normaliseText,
  openLabFile,
  parseMacTable,
  readRelease,
  type ReductionLevel,
  syntheticTyping,
  tableFileName,
  writeLabCsv,
} from '@harmonia/hla';
import { parse } from 'csv-parse/sync';
import { createRandom } from '../foundation/random.ts';
import { describeMachine } from './machine.ts';

// npm run bench bench/hla-peers.ts RELEASE [PYARD [MAC-CODES]]: the folder of a downloaded release, py-ard's repository, and
// a file of multiple-allele codes (CODE<tab>EXPANSION). What is not there is skipped by name. HARMONIA_SHARED adds HML files.
// The built command must be there: npm run build -w packages/hla.

const [release, pyard, macFile] = process.argv.slice(2);
if (release === undefined) throw new RangeError('name the folder of a release');

const home = path.join(import.meta.dirname, '..');
/** The parser of the package. */
const { SaxesParser } = createRequire(path.join(home, 'packages/hla/package.json'))('saxes') as {
  SaxesParser: new () => {
    on(event: string, hear: () => void): void;
    write(text: string): { close(): void };
  };
};
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const work = mkdtempSync(path.join(tmpdir(), 'hla-peers-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));

const texts = readRelease(release);
const { document } = buildTable(texts);
const table = path.join(work, tableFileName(document.release));
writeFileSync(table, encodeTable(document, table));
const macText = macFile === undefined ? undefined : textOf(macFile);

interface Kind {
  readonly kind: string;
  readonly inputs: readonly string[];
  /** Other inputs of the kind, by which a program has run its code before it is measured. */
  readonly warm: readonly string[];
  /** Names in one input. */
  readonly names: number;
  readonly levels: readonly ReductionLevel[];
}

/** CPU in microseconds for inputs that are met for the first time and once more, and how many were refused. */
type Spent = readonly [first: number, again: number, refused: number];

interface Command {
  /** Seconds. */
  readonly cpu: number;
  readonly megabytes: number;
}

console.log(`${describeMachine()}; IPD-IMGT/HLA ${document.release}`);
const peer = openPeer();

function textOf(file: string): string {
  const bytes = readFileSync(file);
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

function line(label: string, ...figures: (number | string | undefined)[]): void {
  const written = figures.map((figure) =>
    typeof figure === 'number'
      ? figure.toLocaleString('en', { maximumSignificantDigits: 3 })
      : (figure ?? '–'),
  );
  console.log([label.padEnd(22), ...written.map((text) => text.padStart(14))].join(''));
}

const ratio = (one: number, other: number | undefined): string | undefined =>
  other === undefined ? undefined : `${(one / other).toFixed(one / other < 10 ? 2 : 1)} x`;

// --- inputs

const listed = [...texts['Allelelist.txt'].matchAll(/,((?:A|B|DRB1)\*\S+)/g)].map(([, name = '']) => name);
const plain = listed.filter((name) => /\d$/.test(name));

/** All inputs of a kind differ, so that each is met for the first time. */
function kinds(): Kind[] {
  const random = createRandom('kinds');
  const all = ['P', 'G', 'lgx', 'S', 'U2'] as const;
  const two = [...new Set(plain.map((name) => name.split(':').slice(0, 2).join(':')))];
  const genes = ['A', 'B', 'DRB1'].map((gene) => plain.filter((name) => name.startsWith(`${gene}*`)));
  const kind = (
    kind: string,
    levels: readonly ReductionLevel[],
    names: number,
    inputs: readonly string[],
    count: number,
  ): Kind => {
    const order = random.shuffle(inputs);
    // A fifth is kept for warming up; of few inputs, some.
    const warm = Math.min(Math.ceil(order.length / 5), 1000);
    return { kind, levels, names, warm: order.slice(0, warm), inputs: order.slice(warm, warm + count) };
  };
  const lists = (length: number, count: number): Kind => {
    const draw = (list: readonly string[]): string =>
      Array.from({ length }, () => list[random.integer(list.length)]!).join('/');
    const inputs = Array.from({ length: 2 * count }, (_, at) => {
      const gene = genes[at % 3]!;
      return `${draw(gene)}+${draw(gene)}`;
    });
    return kind(`lists of ${length}`, all, 2 * length, inputs, count);
  };
  const before2010 = two.filter((name) => /\*\d\d:\d\d$/.test(name)).map((name) => name.replace(':', ''));
  const codes = [...(macText ?? '').matchAll(/^([A-Z]{2,5})\t[\d/]+(?:\t|$)/gm)].map(
    ([, code]) => `A*02:${code}`,
  );
  const broad = [...new Set(two.map((name) => name.replace(/:.*/, ':XX')))];
  const nulls = listed.filter((name) => name.endsWith('N'));
  const antigens = 'A2 A24 A1 A68 A11 A3 B7 B44 B8 B35 B27 DR4 DR15 DR7 DR11'.split(' ');
  return [
    kind('exact names', all, 1, plain, 4000),
    kind('two fields', all, 1, two, 4000),
    kind('null alleles', ['G', 'lgx', 'U2'], 1, nulls, 750),
    lists(1, 1000),
    lists(20, 50),
    lists(400, 4),
    kind('before 2010', ['P', 'lgx'], 1, before2010, 1000),
    kind('XX codes', ['G', 'lgx'], 1, broad, 25),
    kind('antigens', ['lgx'], 1, antigens, 12),
    ...(codes.length === 0 ? [] : [kind('MAC', ['G', 'lgx'], 1, codes, 300)]),
  ];
}

// --- py-ard

/** Runs a program with py-ard as `ard` on the data below; undefined, and said, when there is none. */
function openPeer(): ((program: string, input: string) => { output: string; spent: Command }) | undefined {
  if (pyard === undefined || !existsSync(path.join(pyard, 'pyard'))) {
    console.log('py-ard: skipped, no repository of it was named');
    return undefined;
  }
  const version = document.release.replaceAll('.', '');
  const source = path.join(work, 'imgt');
  // py-ard reads the same files, laid out as in the repository of the releases.
  for (const [folder, names] of [
    [`${version}/wmda`, ['hla_nom_g.txt', 'hla_nom_p.txt', 'rel_dna_ser.txt', 'rel_ser_ser.txt']],
    ['Latest/allelelist', ['Allelelist.txt']],
  ] as const) {
    mkdirSync(path.join(source, folder), { recursive: true });
    for (const name of names) {
      const from = [path.join(release!, 'wmda', name), path.join(release!, name)].find((file) =>
        existsSync(file),
      );
      const to = name === 'Allelelist.txt' ? `Allelelist.${version}.txt` : name;
      copyFileSync(from!, path.join(source, folder, to));
    }
  }
  if (macText !== undefined) writeFileSync(path.join(work, 'codes.tsv'), macText);
  const head = `
import json, resource, sys, time, os
import pyard, pyard.db, pyard.loader.mac_codes
from pyard.simple_table import Table
# Its list of releases and its codes come from the network, which this bench does not use.
pyard.db.get_imgt_db_versions = lambda: ['${version}']
def codes():
    rows = [line.rstrip('\\n').split('\\t')[:2] for line in open('${work}/codes.tsv') if '\\t' in line]
    return Table([tuple(row) for row in rows], ['Code', 'Alleles'])
pyard.loader.mac_codes.load_mac_codes = codes
ard = pyard.init('${version}', data_dir='${work}/pyard', load_mac=${macText === undefined ? 'False' : 'True'})
`;
  const foot = `
use = resource.getrusage(resource.RUSAGE_SELF)
sys.stderr.write('spent ' + json.dumps([use.ru_utime + use.ru_stime, use.ru_maxrss / 1000]))
`;
  const run = (program: string, input: string) => {
    const { status, stdout, stderr, error } = spawnSync('/usr/bin/python3', ['-c', head + program + foot], {
      input,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      env: { PYTHONPATH: pyard, IMGT_HLA_URL: `file://${source}/` },
    });
    if (status !== 0) throw error ?? new Error(stderr);
    const [, cpu = '', megabytes = ''] = /spent \[([\d.]+), ([\d.]+)\]/.exec(stderr) ?? [];
    return { output: stdout, spent: { cpu: Number(cpu), megabytes: Number(megabytes) } };
  };
  try {
    const { spent } = run('', '');
    console.log(
      `py-ard: table built in ${spent.cpu.toFixed(1)} s of CPU and ${Math.round(spent.megabytes)} MB`,
    );
    return run;
  } catch (error) {
    console.log(
      `py-ard: skipped, it does not run here (${String(error).split('\n').at(-2) ?? String(error)})`,
    );
    return undefined;
  }
}

/** Inputs met before are asked for so long (microseconds), since a turn may be too short for the clock. */
const long = 20_000;

const reduceAll = `
def spent(turn):
    start = time.process_time()
    turn()
    return (time.process_time() - start) * 1e6
def refusals(inputs, level):
    refused = 0
    for text in inputs:
        try: ard.redux(text, level)
        except Exception: refused += 1
    return refused
result = []
for kind in json.load(sys.stdin):
    for level in kind['levels']:
        refusals(kind['warm'], level)
        counts = []
        turn = lambda: counts.append(refusals(kind['inputs'], level))
        first = spent(turn)
        turns, again = 0, 0
        while again < ${long}: turns, again = turns + 1, again + spent(turn)
        result.append([first, again / turns, counts[0]])
print(json.dumps(result))
`;

// --- in process

function measureStart(): void {
  console.log('\nstart\t(seconds of CPU)');
  const bytes = readFileSync(table);
  const cpu = spentOn(() => createReleaseReference(decodeTable(bytes)).table('A'));
  line('table open, gene A', cpu / 1e6);
  line(
    'table open, A B DRB1',
    spentOn(() => {
      const reference = createReleaseReference(decodeTable(bytes));
      for (const locus of ['A', 'B', 'DRB1'] as const) reference.table(locus);
    }) / 1e6,
  );
  const started = peer?.('', '').spent;
  line('py-ard, init', started?.cpu);
}

function spentOn(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return user + system;
}

/** The median of five turns, each with the table opened anew and warmed up, so that nothing is kept from the turn before. */
function measureOwn(measured: readonly Kind[]): Spent[] {
  const macs = macText === undefined ? undefined : parseMacTable(macText);
  const bytes = readFileSync(table);
  const turns = Array.from({ length: 5 }, () => {
    const nomenclature = { reference: createReleaseReference(decodeTable(bytes)), macs };
    const refusals = (inputs: readonly string[], level: ReductionLevel): number =>
      inputs.filter((input) => !normaliseText(input, nomenclature, level).ok).length;
    // What is compiled for a reference that is gone is thrown away with it, so garbage is collected before the warm-up.
    collectGarbage();
    for (const { warm, levels } of measured) for (const level of levels) refusals(warm, level);
    return measured.flatMap(({ inputs, levels }) =>
      levels.map((level): Spent => {
        let refused = 0;
        const turn = (): void => void (refused = refusals(inputs, level));
        const first = spentOn(turn);
        let [turns, again] = [0, 0];
        for (; again < long; turns++) again += spentOn(turn);
        return [first, again / turns, refused];
      }),
    );
  });
  const median = (list: readonly number[]): number => list.toSorted((a, b) => a - b)[2]!;
  return turns[0]!.map(([, , refused], at) => [
    median(turns.map((turn) => turn[at]![0])),
    median(turns.map((turn) => turn[at]![1])),
    refused,
  ]);
}

function measureReductions(): void {
  const measured = kinds();
  const own = measureOwn(measured);
  const answer = peer?.(reduceAll, JSON.stringify(measured));
  const theirs =
    answer === undefined ? [] : (JSON.parse(answer.output.trim().split('\n').at(-1)!) as Spent[]);
  console.log('\nnames reduced per second of CPU, met for the first time and once more');
  line('', 'level', 'ours', 'py-ard', '', 'ours, again', 'py-ard, again', '', 'refused', 'refused');
  let at = 0;
  for (const { kind, inputs, names, levels } of measured)
    for (const level of levels) {
      const rate = (cpu: number): number => (inputs.length * names * 1e6) / cpu;
      const [first, again, refused] = own[at]!;
      const [theirFirst, theirAgain, theirRefused] = theirs[at] ?? [];
      const beside = (mine: number, their: number | undefined) => {
        const yours = their === undefined ? undefined : rate(their);
        return [rate(mine), yours, ratio(rate(mine), yours)] as const;
      };
      const figures = [...beside(first, theirFirst), ...beside(again, theirAgain)];
      line(kind, level, ...figures, String(refused), theirRefused?.toString());
      at++;
    }
}

// --- commands

function measureCommands(): void {
  const bin = path.join(home, 'packages/hla/dist/bin/hla.js');
  console.log('\nwhole commands\t(seconds of CPU, megabytes)');
  const nothing = node(['-e', '0']);
  line('node -e 0', nothing.cpu, nothing.megabytes);
  const help = [
    '--conditions=harmonia-source',
    '--import',
    './require-node.mjs',
    'cli/harmonia.ts',
    '--help',
  ];
  node(help);
  const helped = node(help);
  line('harmonia --help', helped.cpu, helped.megabytes, ratio(helped.cpu, nothing.cpu));
  if (!existsSync(bin)) return console.log('hla: skipped, it is not built');
  const names = createRandom('command').shuffle(plain).slice(0, 10_000);
  for (const [label, input] of [
    ['one name', 'A*02:01:01:01\n'],
    ['10,000 names to lgx', `${names.join('\n')}\n`],
  ] as const) {
    const command = [bin, 'normalize', '--to', 'lgx', '--reference', table];
    node(command, input);
    const own = node(command, input);
    const theirs = peer?.(
      `
for line in sys.stdin:
    print(json.dumps({'input': line.strip(), 'output': ard.redux(line.strip(), 'lgx')}))
`,
      input,
    ).spent;
    line(`hla, ${label}`, own.cpu, own.megabytes);
    line(
      `py-ard, ${label}`,
      theirs?.cpu,
      theirs?.megabytes,
      ratio(own.cpu, theirs?.cpu),
      ratio(own.megabytes, theirs?.megabytes),
    );
  }
}

/** Runs Node; what it spent is asked of it at its end. */
function node(args: readonly string[], input = ''): Command {
  const report = `process.on('exit', () => { const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    require('fs').writeSync(2, 'spent ' + (userCPUTime + systemCPUTime) / 1e6 + ' ' + maxRSS / 1000 + '\\n') })`;
  const watch = path.join(work, 'spent.cjs');
  writeFileSync(watch, report);
  const { stderr } = spawnSync(process.execPath, ['--require', watch, ...args], {
    cwd: home,
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const [, cpu = '', megabytes = ''] = /spent ([\d.]+) ([\d.]+)/.exec(stderr) ?? [];
  if (cpu === '') throw new Error(stderr);
  return { cpu: Number(cpu), megabytes: Number(megabytes) };
}

// --- files

function measureFiles(): void {
  console.log('\nfiles\t(seconds of CPU)');
  const random = createRandom('rows');
  const csv = writeLabCsv(
    Array.from({ length: 100_000 }, (_, at) => ({ participant: `K${at}`, typing: syntheticTyping(random) })),
  );
  const bytes = Buffer.from(csv);
  compareFile(
    'CSV of 100,000 rows',
    () => parse(csv),
    () => readAll(bytes),
  );
  const folder = path.join(process.env['HARMONIA_SHARED'] ?? '', 'data/hla/lab-files');
  if (process.env['HARMONIA_SHARED'] === undefined || !existsSync(folder))
    return console.log('HML: skipped, HARMONIA_SHARED is not set');
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.hml'))) {
    const content = readFileSync(path.join(folder, name));
    compareFile(
      name,
      () => {
        const parser = new SaxesParser();
        parser.on('opentag', () => undefined);
        parser.on('text', () => undefined);
        parser.write(content.toString('utf8')).close();
      },
      () => readAll(content),
    );
  }
}

/** The better of four turns each, taken in turn. Each begins without the garbage of the other. */
function compareFile(label: string, parser: () => unknown, own: () => unknown): void {
  let [least, mine] = [Infinity, Infinity];
  for (let turn = 0; turn < 4; turn++) {
    collectGarbage();
    least = Math.min(least, spentOn(parser));
    collectGarbage();
    mine = Math.min(mine, spentOn(own));
  }
  line(label, mine / 1e6, least / 1e6, ratio(mine, least));
}

function readAll(bytes: Uint8Array): number {
  let rows = 0;
  for (const row of openLabFile(bytes).rows) rows += row.status === 'rejected' ? 0 : 1;
  return rows;
}

measureStart();
measureReductions();
measureCommands();
measureFiles();
