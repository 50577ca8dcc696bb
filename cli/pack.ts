import { type Command, InvalidArgumentError } from 'commander';

/**
 * `pack draw`: draws the built-in calibration pack, or one of other drawings for another seed, and checks every face.
 */
export function registerPack(program: Command): void {
  program
    .command('pack')
    .description('calibration packs')
    .command('draw')
    .description('draw the calibration pack; the same seed gives the same bytes')
    .requiredOption('--out <dir>', 'folder for manifest.json and the pictures')
    .option('--seed <number>', 'whole number (default: the seed of the built-in pack)', parseSeed)
    .action(async ({ out, seed }: { out: string; seed?: number }) => {
      const { drawPack } = await import('./draw-pack.ts');
      const { faces, bytes, similarity } = await drawPack(out, seed);
      console.log(
        `${faces} faces, ${Math.round(bytes / 1024)} KiB, each found exactly once; ` +
          `mean correlation between two descriptions ${similarity.toFixed(2)}`,
      );
    });
}

function parseSeed(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('expected a whole number of 1 to 9 digits');
  return Number(text);
}
