import { expect, test } from '@jest/globals';
import { once } from 'node:events';
import { getPriority } from 'node:os';
import { Worker } from 'node:worker_threads';

const itself = new URL('../../foundation/background-thread.ts', import.meta.url).href;
const program = `
  import(${JSON.stringify(itself)}).then(({ workInBackground }) => {
    workInBackground();
    require('node:worker_threads').parentPort.postMessage(require('node:os').getPriority(0));
  });`;

const onLinux = process.platform === 'linux' ? test : test.skip;
onLinux('a worker thread steps back, and the thread that answers people keeps its priority', async () => {
  const before = getPriority(0);
  const [niceness] = (await once(new Worker(program, { eval: true }), 'message')) as [number];
  expect(niceness).toBeGreaterThan(before);
  expect(getPriority(0)).toBe(before);
});
