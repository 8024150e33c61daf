/** Longest time that a timer can be set to; more would fire at once. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * Sleeps with a timer of the platform, at most 24.8 days.
 *
 * @throws The signal's reason, as soon as it is aborted.
 */
export function abortableSleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(reasonOf(signal));
      return;
    }
    const stop = (): void => {
      clearTimeout(timer);
      if (signal !== undefined) reject(reasonOf(signal));
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener('abort', stop);
        resolve();
      },
      Math.min(ms, longestTimerMs),
    );
    signal?.addEventListener('abort', stop, { once: true });
  });
}

/** Whatever was given to `abort()`: an `AbortError` unless the caller chose another. */
function reasonOf(signal: AbortSignal): Error {
  return signal.reason as Error;
}
