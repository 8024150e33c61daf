import type { PacketBits } from './packet-bits.js';
import type { AsicVersion } from './packet.js';
import { parityOf } from './parity.js';
import { requireUnsigned } from './require-unsigned.js';

/** Puts fields into a packet of zeros, one after the other. */
export class PacketWriter {
  #low = 0;
  #high = 0;

  /**
   * Sets the bits `start … start + width - 1`; a field that is not given is 0.
   *
   * @throws RangeError naming the field, where the value needs more bits.
   */
  put(field: string, value: number | undefined, start: number, width: number): void {
    const bits = requireUnsigned(field, value ?? 0, width);
    if (start < 32) this.#low |= bits << start;
    if (start >= 32) this.#high |= bits << (start - 32);
    else if (start + width > 32) this.#high |= bits >>> (32 - start);
  }

  /** The packet, with this parity bit, or the one that makes it valid. */
  finish(parity: number | undefined, asicVersion: AsicVersion): PacketBits {
    const bit = requireUnsigned('parity', parity ?? parityOf({ low: this.#low, high: this.#high }, asicVersion), 1);
    return { low: this.#low >>> 0, high: (this.#high | (bit << (asicVersion === 1 ? 21 : 31))) >>> 0 };
  }
}
