import type { Clock } from '@h5tail/follower';
import type { OutputStream } from './line-output.js';

/** A line on stderr that says what goes on, rewritten in place; on anything but a terminal it shows nothing. */
export interface StatusLine {
  /** Whether there is anything to see. */
  readonly isShown: boolean;
  /** Replaces the text. Cheap enough to be called for every frame: `text` runs at most ten times a second. */
  update(text: () => string): void;
  /** Replaces the text now: for what is told once. */
  show(text: string): void;
  /** Removes the line. */
  stop(): void;
}

const updateIntervalMs = 100;

/** Shows nothing. */
export const silentStatus: StatusLine = {
  isShown: false,
  update: () => undefined,
  show: () => undefined,
  stop: () => undefined,
};

/**
 * Starts a status line on a terminal.
 *
 * One without a width shows nothing. It takes lines that are written to stdout meanwhile into account, also when both are the same terminal.
 */
export async function startStatusLine(stream: OutputStream, text: string, clock: Clock): Promise<StatusLine> {
  // Nobody told some pseudo-terminals their width; in no columns ora would write lines without end.
  if (stream.isTTY !== true || stream.columns === 0) return silentStatus;
  const { default: ora } = await import('ora');
  // Raw mode, which ora would use to discard typing, turns Ctrl-C from a signal into a byte. And it takes no terminal for one
  // where the environment says CI.
  const spinner = ora({ stream, text, discardStdin: false, isEnabled: true }).start();
  let lastUpdate = Number.NEGATIVE_INFINITY;
  return {
    isShown: true,
    update(next) {
      const time = clock.now();
      if (time - lastUpdate < updateIntervalMs) return;
      lastUpdate = time;
      spinner.text = next();
    },
    show: (next) => void (spinner.text = next),
    stop: () => void spinner.stop(),
  };
}
