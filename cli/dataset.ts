import path from 'node:path';
import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { importDataset, listDatasets } from '../engine/visual/datasets/import-dataset.ts';

/** `dataset import ZIP|DIR`, `dataset list`: photographs for calibration packs and training. */
export function registerDataset(program: Command): void {
  const say = (line: string): boolean => process.stdout.write(`${line}\n`);
  const folderIn = (dataDir: string | undefined): string =>
    path.join(dataDir ?? readConfig().dataDir, 'datasets');
  const dataset = program.command('dataset').description('Face data sets on this machine.');
  dataset
    .command('import')
    .description('import SCUT-FBP5500 or the London Set from an archive or a folder')
    .argument('<source>', 'ZIP archive or folder')
    .option('--faces <file>', 'the London Set’s london_faces_info.csv, when it is not beside the photographs')
    .option('--data-dir <folder>', 'the data folder (default: DATA_DIR)')
    .action(async (source: string, { dataDir, faces }: { dataDir?: string; faces?: string }) => {
      const imported = await importDataset(source, folderIn(dataDir), new Date(), {
        table: faces,
      });
      say(`${imported.kind}: ${imported.images} photographs in ${imported.folder}`);
      for (const remark of imported.remarks) say(`  ${remark}`);
    });
  dataset
    .command('list')
    .description('list the imported data sets')
    .option('--data-dir <folder>', 'the data folder (default: DATA_DIR)')
    .action(async ({ dataDir }: { dataDir?: string }) => {
      const found = await listDatasets(folderIn(dataDir));
      if (found.length === 0) say('no data set; the built-in pack of drawn faces is used');
      for (const { kind, images, importedAt, folder } of found)
        say(`${kind}\t${images}\t${importedAt}\t${folder}`);
    });
}
