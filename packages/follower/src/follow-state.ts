/**
 * What a follower is at.
 *
 * - `waiting`: all that is known to be ready has been handed out.
 * - `advancing`: some of it has not.
 * - `draining`: the writer said that it is done; what is left is handed out.
 * - `ended`: see `FollowEnd`; iterating again goes back to `waiting`.
 */
export type FollowState = 'waiting' | 'advancing' | 'draining' | 'ended';

/**
 * What happens to a follower.
 *
 * - `ready`: after a poll, something is ready that was not handed out.
 * - `all-handed-out`: nothing is.
 * - `writer-done`: a poll saw the finished flag set, or the files closed.
 * - `writer-back`: a poll saw neither.
 * - `end`: a reason to end was found.
 * - `again`: it is iterated again, or something was given back.
 * - `reset`: it starts over.
 */
export type FollowEvent = 'ready' | 'all-handed-out' | 'writer-done' | 'writer-back' | 'end' | 'again' | 'reset';

/**
 * Where each event leads. `advancing` has no end: what is ready is handed out first. An end is left by `again` and
 * `reset` alone: what a refresh sees meanwhile does not take it back.
 */
export const transitions: Readonly<Record<FollowState, Readonly<Record<FollowEvent, FollowState>>>> = {
  waiting: {
    ready: 'advancing',
    'all-handed-out': 'waiting',
    'writer-done': 'draining',
    'writer-back': 'waiting',
    end: 'ended',
    again: 'waiting',
    reset: 'waiting',
  },
  advancing: {
    ready: 'advancing',
    'all-handed-out': 'waiting',
    'writer-done': 'draining',
    'writer-back': 'advancing',
    end: 'advancing',
    again: 'advancing',
    reset: 'waiting',
  },
  draining: {
    ready: 'draining',
    'all-handed-out': 'draining',
    'writer-done': 'draining',
    'writer-back': 'waiting',
    end: 'ended',
    again: 'draining',
    reset: 'waiting',
  },
  ended: {
    ready: 'ended',
    'all-handed-out': 'ended',
    'writer-done': 'ended',
    'writer-back': 'ended',
    end: 'ended',
    again: 'waiting',
    reset: 'waiting',
  },
};
