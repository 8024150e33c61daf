import type { Clock } from '@h5tail/follower';

let sleep: Clock['sleep'] | undefined;

/** The follower's clock of the same name. The follower is loaded at the first sleep, so that `--help` stays quick. */
export const systemClock: Clock = {
  now: () => performance.now(),
  async sleep(ms, signal) {
    sleep ??= (await import('@h5tail/follower')).abortableSleep;
    await sleep(ms, signal);
  },
};

/** Sleeps until `time` of the clock, also where that is further away than a timer reaches (24.8 days). */
export async function sleepUntil(time: number, clock: Clock, signal: AbortSignal): Promise<void> {
  for (let left = time - clock.now(); left > 0; left = time - clock.now()) await clock.sleep(left, signal);
}
