/**
 * Record and watch magnetotelluric time series live, in files that MTH5 opens.
 *
 * @module
 */
export {};
