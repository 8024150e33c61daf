/** Thrown inside the readers of stored metadata where bytes make no sense; never leaves this package. */
export class Unreadable extends Error {}

/** The answer of a reader, or `undefined` where it met bytes that make no sense. */
export function ifReadable<Answer>(read: () => Answer): Answer | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Reads little-endian fields one after the other. Each call throws {@link Unreadable} where the bytes end too early.
 */
export class ByteCursor {
  readonly bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  /** A view of the next bytes. */
  take(length: number): Uint8Array {
    if (length > this.left) throw new Unreadable('the bytes end too early');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  skip(length: number): void {
    this.take(length);
  }

  /** An unsigned number of 1 to 8 bytes, which must be one that a double holds. */
  unsigned(size: number): number {
    if (size > this.left) throw new Unreadable('the bytes end too early');
    let value = 0;
    for (let i = this.at + size - 1; i >= this.at; i--) value = value * 256 + (this.bytes[i] as number);
    // What is rounded is too large.
    if (value > Number.MAX_SAFE_INTEGER) throw new Unreadable('a number is too large');
    this.at += size;
    return value;
  }

  bigUnsigned(size: number): bigint {
    const bytes = this.take(size);
    let value = 0n;
    for (let i = size - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] as number);
    return value;
  }

  /** An address; `undefined` where all its bits are set, which is how HDF5 says that there is none. */
  address(size: number): number | undefined {
    let isNone = true;
    for (let i = this.at; i < this.at + size; i++) isNone &&= this.bytes[i] === 0xff;
    if (!isNone) return this.unsigned(size);
    this.skip(size);
    return undefined;
  }

  /** Text up to a zero; the cursor then stands behind that, or at the next multiple of `padding` from the start. */
  text(padding = 1): string {
    const end = this.bytes.indexOf(0, this.at);
    if (end < 0) throw new Unreadable('a name does not end');
    const text = utf8.decode(this.bytes.subarray(this.at, end));
    this.skip(Math.ceil((end + 1 - this.at) / padding) * padding);
    return text;
  }

  /** @throws Unreadable where other bytes come next. */
  expect(signature: string): void {
    for (const byte of this.take(signature.length).entries()) {
      if (byte[1] !== signature.charCodeAt(byte[0])) throw new Unreadable(`${signature} is not where it should be`);
    }
  }
}

/** Bytes that hold every number up to `limit`. */
export function bytesToHold(limit: number): number {
  let bytes = 1;
  for (let rest = Math.floor(limit / 256); rest > 0; rest = Math.floor(rest / 256)) bytes++;
  return bytes;
}
