/**
 * PACMAN messages and the packets of LArPix chips inside them: decoding and encoding, without any file.
 *
 * @module
 */
export {};
