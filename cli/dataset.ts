import path from 'node:path';
import type { Command } from 'commander';

/** `dataset import ZIP|DIR`, `dataset list`: photographs for calibration packs and training. */
export function registerDataset(program: Command): void {
  const say = (line: string): boolean => process.stdout.write(`${line}\n`);
  const dataset = program.command('dataset').description('Face data sets on this machine.');
  dataset
    .command('import')
    .description('import SCUT-FBP5500 or the London Set from an archive or a folder')
    .argument('<source>', 'ZIP archive or folder')
    .option('--faces <file>', 'the London Set’s london_faces_info.csv, when it is not beside the photographs')
    .option('--data-dir <folder>', 'the data folder (default: DATA_DIR)')
    .action(async (source: string, { dataDir, faces }: { dataDir?: string; faces?: string }) => {
      const { importDataset } = await import('../engine/visual/datasets/import-dataset.ts');
      const imported = await importDataset(source, await folderIn(dataDir), new Date(), {
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
      const { listDatasets } = await import('../engine/visual/datasets/import-dataset.ts');
      const found = await listDatasets(await folderIn(dataDir));
      if (found.length === 0) say('no data set; the built-in pack of drawn faces is used');
      for (const { kind, images, importedAt, folder } of found)
        say(`${kind}\t${images}\t${importedAt}\t${folder}`);
    });
}

const folderIn = async (dataDir: string | undefined): Promise<string> =>
  path.join(dataDir ?? (await import('../config.ts')).readConfig().dataDir, 'datasets');
