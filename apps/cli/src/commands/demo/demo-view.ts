import type { CliContext } from '../../context.js';
import { colorDepthOf } from '../../terminal/colors.js';
import { framePicture } from '../../terminal/frame-picture.js';
import { LiveBlock } from '../../terminal/live-block.js';

/** What there is to show when a frame has come. */
export interface DemoProgress {
  readonly received: number;
  readonly total: number;
  readonly framesPerSecond: number;
  /** Median of the last frames; `undefined` before the writer told a time. */
  readonly delayMs: number | undefined;
  /** The newest frame. */
  readonly values: ArrayLike<number | bigint>;
  readonly frameShape: readonly number[];
}

/** Shows how the demo goes on. */
export interface DemoView {
  show(progress: DemoProgress): Promise<void>;
  end(): void;
}

const redrawIntervalMs = 80;
/** Lines below the picture, one above it, and the one where the shell's prompt will be. */
const otherLines = 4;
const widestPicture = 64;
const brightest = 80;

/** A moving picture on a terminal, else a line for every tenth of the frames. */
export function createDemoView(context: CliContext): DemoView {
  return context.stdout.isTTY === true ? terminalView(context) : plainView(context);
}

function plainView(context: CliContext): DemoView {
  let tenths = 0;
  return {
    async show(progress) {
      const reached = Math.floor((10 * progress.received) / progress.total);
      if (reached === tenths) return;
      tenths = reached;
      await context.output.write(`  ${progressWords(progress)}`);
    },
    end: () => undefined,
  };
}

function terminalView(context: CliContext): DemoView {
  const { stdout, clock } = context;
  const block = new LiveBlock(stdout);
  const colorDepth = colorDepthOf(stdout, context.variables);
  let lastDrawn = Number.NEGATIVE_INFINITY;
  return {
    async show(progress) {
      const now = clock.now();
      if (now - lastDrawn < redrawIntervalMs && progress.received < progress.total) return;
      lastDrawn = now;
      await context.output.flush();
      const width = sizeOr(80, stdout.columns) - 1;
      const columns = Math.min(widestPicture, width);
      const lines = Math.max(1, sizeOr(24, stdout.rows) - otherLines);
      const shape = [rowsOf(progress.frameShape), progress.frameShape.at(-1) ?? 1] as const;
      const picture = framePicture(progress.values, shape, { columns, lines, colorDepth, brightest });
      const words = progressWords(progress).slice(0, width);
      block.draw([...picture, progressBar(progress, columns), words]);
    },
    end: () => block.end(),
  };
}

/** A terminal that does not know its size says 0. */
function sizeOr(usual: number, size: number | undefined): number {
  return size === undefined || size < 2 ? usual : size;
}

function rowsOf(frameShape: readonly number[]): number {
  return frameShape.slice(0, -1).reduce((product, extent) => product * extent, 1);
}

function progressBar({ received, total }: DemoProgress, width: number): string {
  const full = Math.round((width * received) / total);
  return '━'.repeat(full) + '─'.repeat(width - full);
}

function progressWords({ received, total, framesPerSecond, delayMs }: DemoProgress): string {
  const delay = delayMs === undefined ? '' : `   median delay ${delayMs.toFixed(1)} ms`;
  return `${String(received).padStart(String(total).length)} of ${total} frames   ${framesPerSecond.toFixed(1)}/s${delay}`;
}
