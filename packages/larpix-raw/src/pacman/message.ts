import type { PacketBits } from './packet-bits.js';

/** A packet from a chip. */
export interface DataWord {
  readonly type: 'data';
  /** Which input of the PACMAN it came in on, 0 … 255. */
  readonly ioChannel: number;
  /** When it came in, in ticks of the PACMAN's clock, 32 bits. */
  readonly receiptTimestamp: number;
  readonly packet: PacketBits;
}

/** A trigger that the PACMAN saw. */
export interface TriggerWord {
  readonly type: 'trigger';
  /** Which triggers, 0 … 255. */
  readonly triggerType: number;
  /** In ticks of the PACMAN's clock, 32 bits. */
  readonly timestamp: number;
}

/** The PACMAN's clock started anew, goes on, or changed. */
export interface SyncWord {
  readonly type: 'sync';
  /** One of {@link syncTypes}, or another byte. */
  readonly syncType: number;
  /** Which clock is in use, 0 or 1. */
  readonly clockSource: number;
  /** In ticks of the PACMAN's clock, 32 bits. */
  readonly timestamp: number;
}

/** The bytes of the kinds of sync words: the letters S, H and C. */
export const syncTypes = { sync: 0x53, heartbeat: 0x48, clockSwitch: 0x43 } as const;

/** Asks whether the PACMAN is there. */
export interface PingWord {
  readonly type: 'ping';
}

/** The answer to a ping. */
export interface PongWord {
  readonly type: 'pong';
}

/** Writes a register of the PACMAN, asks for one, or is the answer to either. */
export interface RegisterWord {
  readonly type: 'write' | 'read';
  /** 32 bits. */
  readonly register: number;
  /** 32 bits. */
  readonly value: number;
}

/** A packet to a chip, or its echo in a reply. */
export interface TxWord {
  readonly type: 'tx';
  /** Which output of the PACMAN, 0 … 255. */
  readonly ioChannel: number;
  readonly packet: PacketBits;
}

/** The PACMAN could not do what a request asked for. */
export interface ErrorWord {
  readonly type: 'error';
  /** 0 … 255. */
  readonly code: number;
  /** At most 14 characters, one per byte (ISO 8859-1); the zeros that fill the field up are left out. */
  readonly text: string;
}

/** A word of a message that carries data. */
export type DataMessageWord = DataWord | TriggerWord | SyncWord;
/** A word of a request. */
export type RequestWord = PingWord | RegisterWord | TxWord;
/** A word of a reply. */
export type ReplyWord = PongWord | RegisterWord | TxWord | ErrorWord;
/** A word of any message. */
export type PacmanWord = DataMessageWord | RequestWord | ReplyWord;

interface Header {
  /** When the message was made: seconds since 1970 UTC, 32 bits. */
  readonly seconds: number;
  /** How many words the header says there are, at most 65535. */
  readonly wordCount: number;
}

/** What a PACMAN sends by itself. */
export interface DataMessage extends Header {
  readonly type: 'data';
  readonly words: readonly DataMessageWord[];
}

/** What a PACMAN is asked to do. */
export interface RequestMessage extends Header {
  readonly type: 'request';
  readonly words: readonly RequestWord[];
}

/** What a PACMAN answers to a request. */
export interface ReplyMessage extends Header {
  readonly type: 'reply';
  readonly words: readonly ReplyWord[];
}

/** One PACMAN message (format 0.0). Nothing in it says which io group the PACMAN is. */
export type PacmanMessage = DataMessage | RequestMessage | ReplyMessage;
