import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { transitions, type FollowEvent, type FollowState } from '../src/follow-state.js';

const states = Object.keys(transitions) as FollowState[];
const events = Object.keys(transitions.waiting) as FollowEvent[];

/** What each event leads to, from `waiting`, `advancing`, `draining`, `ended`. */
const expected: Record<FollowEvent, readonly [FollowState, FollowState, FollowState, FollowState]> = {
  ready: ['advancing', 'advancing', 'draining', 'ended'],
  'all-handed-out': ['waiting', 'waiting', 'draining', 'ended'],
  'writer-done': ['draining', 'draining', 'draining', 'ended'],
  'writer-back': ['waiting', 'advancing', 'waiting', 'ended'],
  end: ['ended', 'advancing', 'ended', 'ended'],
  again: ['waiting', 'advancing', 'draining', 'waiting'],
  reset: ['waiting', 'waiting', 'waiting', 'waiting'],
};

describe('the transition table', () => {
  it.each(events)('leads on from every state: %s', (event) => {
    expect(states.map((state) => transitions[state][event])).toEqual(expected[event]);
  });

  it('has the states and events of the type', () => {
    expect(states).toEqual(['waiting', 'advancing', 'draining', 'ended']);
    expect(events).toEqual(Object.keys(expected));
  });

  it('is the one that the documentation prints', async () => {
    const text = await readFile(new URL('../../../docs/following.md', import.meta.url), 'utf8');
    const rows = text
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.replaceAll('`', '').trim()),
      );
    const head = rows.findIndex(([first]) => first === 'event');
    expect(rows[head]).toEqual(['event', ...states, 'when']);
    const printed = rows.slice(head + 2, head + 2 + events.length);
    expect(printed.map((row) => row.slice(0, 5))).toEqual(
      events.map((event) => [event, ...states.map((state) => transitions[state][event])]),
    );
  });

  it('leaves an end by nothing but another iteration and a reset', () => {
    const leaving = events.filter((event) => transitions.ended[event] !== 'ended');
    expect(leaving).toEqual(['again', 'reset']);
  });

  it('reaches every state from every other', () => {
    for (const start of states) {
      const reached = new Set<FollowState>([start]);
      for (const state of reached) for (const event of events) reached.add(transitions[state][event]);
      expect([...reached].toSorted()).toEqual(states.toSorted());
    }
  });
});
