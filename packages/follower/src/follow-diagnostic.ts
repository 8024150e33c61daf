import type { Hdf5Error } from '@h5tail/adapter';

/**
 * Something odd that a follow goes on in spite of.
 *
 * - `poll-failed`: a poll failed in a way that may pass; it counts as one without progress.
 * - `key-cleared`: the key of an index in the ready prefix was set back to zero. The index stays ready.
 * - `skipped`: the points `start` to `stop - 1` had no key, and were passed over (`skipHolesAfterMs`).
 * - `key-late`: a point that was passed over is ready by now. It is not handed out: read it by its index, or `reset` to it.
 *   Told where that is noticed at little cost, among the points skipped last.
 * - `finished-ignored`: the finished dataset does not have exactly one element, so it is not looked at.
 * - `wake-up`: the follow starts to wait, and this is what it goes by.
 */
export type FollowDiagnostic =
  | { readonly kind: 'poll-failed'; readonly error: Hdf5Error }
  | { readonly kind: 'key-cleared'; readonly key: string; readonly index: number }
  | { readonly kind: 'skipped'; readonly start: number; readonly stop: number }
  | { readonly kind: 'key-late'; readonly index: number }
  | { readonly kind: 'finished-ignored'; readonly path: string; readonly shape: readonly number[] | null }
  | { readonly kind: 'wake-up'; readonly name: string };

/** Is told of diagnostics, at the time they arise. It must not throw: that ends the iteration as a rejection. */
export type DiagnosticListener = (diagnostic: FollowDiagnostic) => void;
