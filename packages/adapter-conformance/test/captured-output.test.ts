import { expect, it } from 'vitest';
import { capturedOutput } from '../src/assertions/captured-output.js';

it('catches what is printed, on every way', async () => {
  // As libraries do that keep the console they were loaded with.
  const kept = console.error.bind(console);
  const printed = await capturedOutput(async () => {
    await Promise.resolve();
    process.stderr.write('a');
    process.stdout.write('b');
    console.log('c');
    kept('d');
  });
  for (const letter of 'abcd') expect(printed).toContain(letter);
});

it('lets printing be afterwards, also after a failure', async () => {
  const writes = (): unknown[] =>
    [process.stderr, process.stdout].map((stream) => Reflect.get(stream, 'write') as unknown);
  const before = writes();
  await expect(capturedOutput(() => Promise.reject(new Error('x')))).rejects.toThrow('x');
  expect(writes()).toEqual(before);
});
