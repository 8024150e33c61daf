import type { AsicPacket } from './packet.js';

/** When a message was made, in its header. */
export interface TimestampPacket {
  readonly type: 'timestamp';
  /** Which PACMAN, 0 … 255. */
  readonly ioGroup: number;
  /** Seconds since 1970 UTC, 32 bits. */
  readonly timestamp: number;
}

/** The PACMAN's clock started anew, goes on, or changed. */
export interface SyncPacket {
  readonly type: 'sync';
  /** Which PACMAN, 0 … 255. */
  readonly ioGroup: number;
  /** One of `syncTypes`, or another byte. */
  readonly syncType: number;
  /** Which clock is in use, 0 or 1. */
  readonly clockSource: number;
  /** In ticks of the PACMAN's clock, 32 bits. */
  readonly timestamp: number;
}

/** A trigger that the PACMAN saw. */
export interface TriggerPacket {
  readonly type: 'trigger';
  /** Which PACMAN, 0 … 255. */
  readonly ioGroup: number;
  /** Which triggers, 0 … 255. */
  readonly triggerType: number;
  /** In ticks of the PACMAN's clock, 32 bits. */
  readonly timestamp: number;
}

/** How a packet of a chip came in or went out. */
export interface Delivery {
  /** Which PACMAN, 0 … 255. */
  readonly ioGroup: number;
  /** Which input or output of it, 0 … 255. */
  readonly ioChannel: number;
  /** When it came in, in ticks of the PACMAN's clock, 32 bits. Undefined for packets of requests and replies. */
  readonly receiptTimestamp: number | undefined;
}

/** A packet of a message; tell them apart by `type`. */
export type MessagePacket = TimestampPacket | SyncPacket | TriggerPacket | (AsicPacket & Delivery);
