/** The board that each message came from: uint8, or uint16 where a foreign file has a wider field. */
export type IoGroups = Uint8Array | Uint16Array;
