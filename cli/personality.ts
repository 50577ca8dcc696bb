import type { Command } from 'commander';

/** `personality reference INSTRUMENT`: what a researcher who replaces the questionnaire needs. */
export function registerPersonality(program: Command): void {
  program
    .command('personality')
    .description('The questionnaire of phase 2.')
    .command('reference')
    .description(
      'Simulate the similarity of random pairs for a questionnaire, and print the reference as JSON: PERSONALITY_REFERENCE names its file.',
    )
    .argument('<instrument>', 'a questionnaire file, or the version of a built-in one')
    .option('--name <name>', 'the name of the reference, and the seed of the simulation')
    .option(
      '--reliability <low,high>',
      "Cronbach's alpha of the trait with the lowest and with the highest (default: 0.57,0.77)",
    )
    .action(async (named: string, options: { name?: string; reliability?: string }) => {
      const { referenceOfInstrument } = await import('./personality-reference.ts');
      console.log(JSON.stringify(referenceOfInstrument(named, options)));
    });
}
