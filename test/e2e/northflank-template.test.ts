import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const home = join(import.meta.dirname, '../..');

interface Step {
  kind: string;
  spec: { steps?: Step[] } & Record<string, unknown>;
}

/** Each kind of step with the call of Northflank's API that takes the same description. */
const calls: Record<string, string> = {
  Project: "'project'",
  Addon: "'addon'",
  Volume: "'volume'",
  SecretGroup: "'secret'",
  CombinedService: "['service']['combined']",
};

const stepsIn = ({ kind, spec }: Step): Step[] =>
  kind === 'Workflow' ? (spec.steps ?? []).flatMap(stepsIn) : [{ kind, spec }];

/** TypeScript's complaints about the resources of a template, against the types of Northflank's own client. */
function complaints(steps: readonly Step[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'harmonia-northflank-'));
  try {
    symlinkSync(join(home, 'node_modules'), join(folder, 'node_modules'));
    const checked = steps.flatMap(({ kind, spec }, index) => {
      const call = calls[kind];
      if (call === undefined) return [];
      const path = call.startsWith('[') ? call : `[${call}]`;
      const type = `Parameters<ApiClient['create']${path}>[0]['data']`;
      return [`export const ${kind}${index} = ${JSON.stringify(spec)} satisfies ${type};`];
    });
    writeFileSync(
      join(folder, 'template.ts'),
      `import type { ApiClient } from '@northflank/js-client';\n${checked.join('\n')}\n`,
    );
    const options =
      '--noEmit --strict --skipLibCheck --module nodenext --moduleResolution nodenext --types node'.split(
        ' ',
      );
    return spawnSync(join(home, 'node_modules/.bin/tsc'), [...options, 'template.ts'], {
      cwd: folder,
      encoding: 'utf8',
    }).stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('the template for Northflank describes its resources as the types of Northflank’s client ask', () => {
  const template = JSON.parse(readFileSync(join(home, 'northflank.json'), 'utf8')) as { spec: Step };
  const steps = stepsIn(template.spec);
  expect(steps.map(({ kind }) => kind)).toEqual(expect.arrayContaining(Object.keys(calls)));
  expect(complaints(steps)).toBe('');
  // The check sees a mistake.
  const wrong = steps.map(({ kind, spec }) => ({
    kind,
    spec: kind === 'Addon' ? { ...spec, version: 18 } : spec,
  }));
  expect(complaints(wrong)).toMatch(/error TS\d+.*\n/);
});
