import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { loci } from '../locus.ts';
import type { HlaCommandSettings } from './settings.ts';

/** `hla build`: turns a downloaded IPD-IMGT/HLA release into the table that the service looks for. */
export function registerBuild(hla: Command, settings: HlaCommandSettings): void {
  hla
    .command('build')
    .description('Build the reference table from a downloaded IPD-IMGT/HLA release.')
    .requiredOption('--release-dir <folder>', 'the downloaded release')
    .option(
      '--out <file>',
      `where to write; a name ending in .gz is compressed (default: ${settings.tableFolderName})`,
    )
    .action(async (options: { releaseDir: string; out?: string }) => {
      const [{ buildTable }, { tableFileName }, { encodeTable, readRelease }] = await Promise.all([
        import('../reference/build-table.ts'),
        import('../reference/find-reference.ts'),
        import('../reference/read-release.ts'),
      ]);
      const { document, counts } = buildTable(readRelease(options.releaseDir));
      const out = options.out ?? path.join(settings.tableFolder(), tableFileName(document.release));
      mkdirSync(path.dirname(path.resolve(out)), { recursive: true });
      const bytes = encodeTable(document, out);
      // Renamed into place, so that a program that starts meanwhile never reads half a table.
      writeFileSync(`${out}.part`, bytes);
      renameSync(`${out}.part`, out);
      process.stdout.write(`IPD-IMGT/HLA ${document.release} -> ${out} (${bytes.length} bytes)\n`);
      for (const locus of loci) {
        const { alleles, proteins, grooves, pGroups } = counts[locus];
        process.stdout.write(
          `${locus}\t${alleles} alleles\t${proteins} proteins\t${pGroups} P groups\t${grooves} grooves\n`,
        );
      }
      const unknown = loci.flatMap((locus) => counts[locus].withoutSequence);
      if (unknown.length > 0)
        process.stdout.write(`Without a sequence, so that the groove is unknown: ${unknown.join(', ')}\n`);
      process.stdout.write(`Please cite: ${document.citation}\n`);
    });
}
