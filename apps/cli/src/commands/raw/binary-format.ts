/**
 * The binary format of messages on pipes: per message its board as one byte, the number of its bytes as a little-endian
 * 32-bit number, and its bytes; nothing between messages.
 *
 * @module
 */

/** Bytes in front of those of a message. */
export const binaryHead = 5;

/** Boards are bytes. */
export const largestIoGroup = 255;

/** Bytes of a message that is taken from a pipe, at most: far more than any real one, and what fits memory everywhere. */
export const mostMessageBytes = 128 * 1024 * 1024;
