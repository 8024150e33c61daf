/** The numbers by which packet files know the packets that come from the PACMAN itself, not from a chip. */
export const packetTypes = { timestamp: 4, sync: 6, trigger: 7 } as const;
