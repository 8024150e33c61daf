/**
 * Instants as MTH5 files hold them: text of ISO 8601. In memory an instant is a bigint, the nanoseconds since
 * 1970-01-01T00:00:00Z without leap seconds, because a float64 of seconds is good to a fraction of a microsecond only.
 *
 * Source: MTH5 0.6.5, mt_metadata 1.0.4 (times to the microsecond, always `+00:00`).
 *
 * @module
 */

/** Nanoseconds in a second. */
export const nanosecondsPerSecond = 1_000_000_000n;

/** 1980-01-01T00:00:00+00:00, which MTH5 writes where no time is known; nanoseconds since 1970. */
export const epoch = 315_532_800n * nanosecondsPerSecond;

const instantPattern =
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?:[T ](?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:\.(?<fraction>\d+))?)?(?:Z|(?<sign>[+-])(?<offsetHour>\d{2}):?(?<offsetMinute>\d{2}))?)?$/u;

/**
 * The instant that a text of ISO 8601 means, in nanoseconds since 1970.
 *
 * Date and time are parted by `T` or a space; seconds and fraction may be left out; the offset is `Z`, `+hh:mm`, `+hhmm`
 * or absent, which means UTC; a date alone is its midnight. Digits beyond the nanosecond are cut off.
 *
 * @throws RangeError for any other text, and for a day or an hour that does not exist.
 */
export function parseInstant(text: string): bigint {
  const parts = instantPattern.exec(text)?.groups;
  if (parts === undefined) throw notAnInstant(text);
  const part = (name: string): number => Number(parts[name] ?? '0');
  const [hour, minute, second] = [part('hour'), part('minute'), part('second')];
  const [offsetHour, offsetMinute] = [part('offsetHour'), part('offsetMinute')];
  const isClockTime = hour < 24 && minute < 60 && second < 60 && offsetHour < 24 && offsetMinute < 60;
  const midnight = secondsOfDate(part('year'), part('month'), part('day'));
  if (!isClockTime || midnight === undefined) throw notAnInstant(text);

  const offset = (offsetHour * 3600 + offsetMinute * 60) * (parts['sign'] === '-' ? -1 : 1);
  const seconds = midnight + hour * 3600 + minute * 60 + second - offset;
  const fraction = (parts['fraction'] ?? '').slice(0, 9).padEnd(9, '0');
  return BigInt(seconds) * nanosecondsPerSecond + BigInt(fraction);
}

/** The same of a text that may be anything; `undefined` where it is no time. */
export function instantOf(text: string): bigint | undefined {
  try {
    return parseInstant(text);
  } catch {
    return undefined;
  }
}

/**
 * An instant as MTH5 writes it: `YYYY-MM-DDThh:mm:ss[.ffffff]+00:00`, rounded to the microsecond. The fraction has six
 * digits, and is left out where it is zero.
 *
 * @param instant nanoseconds since 1970.
 * @throws RangeError outside the years 0 to 9999.
 */
export function instantText(instant: bigint): string {
  const microseconds = toMicrosecond(instant) / 1000n;
  const seconds = floorDivide(microseconds, 1_000_000n);
  const fraction = microseconds - seconds * 1_000_000n;
  const tail = fraction === 0n ? '' : `.${String(fraction).padStart(6, '0')}`;
  return `${isoText(seconds).slice(0, 19)}${tail}+00:00`;
}

/** An instant rounded to the microsecond, as text of it is; nanoseconds since 1970. */
export function toMicrosecond(instant: bigint): bigint {
  return floorDivide(instant + 500n, 1000n) * 1000n;
}

/**
 * The day of an instant in UTC, `YYYY-MM-DD`, as MTH5 writes the dates of a survey.
 *
 * @param instant nanoseconds since 1970.
 * @throws RangeError outside the years 0 to 9999.
 */
export function dateText(instant: bigint): string {
  return isoText(floorDivide(instant, nanosecondsPerSecond)).slice(0, 10);
}

/** The quotient rounded towards minus infinity; the divisor must be positive. */
export function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend < 0n && quotient * divisor !== dividend ? quotient - 1n : quotient;
}

/** Seconds since 1970 of a midnight in UTC; undefined for a day that no calendar has. */
function secondsOfDate(year: number, month: number, day: number): number | undefined {
  // `Date.UTC` takes the years 0 to 99 for those of the twentieth century.
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? date.getTime() / 1000 : undefined;
}

function isoText(seconds: bigint): string {
  const date = new Date(Number(seconds) * 1000);
  const year = date.getUTCFullYear();
  if (!(year >= 0 && year <= 9999))
    throw new RangeError(`No text for a time ${seconds} s from 1970: only for years 0 to 9999`);
  return date.toISOString();
}

function notAnInstant(text: string): RangeError {
  return new RangeError(
    `${JSON.stringify(text)} is not a time. Write it as ISO 8601, for example 2026-03-01T12:00:00+00:00`,
  );
}
