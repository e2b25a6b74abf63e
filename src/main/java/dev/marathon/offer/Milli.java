package dev.marathon.offer;

/**
 * Amounts of scalar resources in thousandths, the precision that Mesos counts with. Sums of doubles
 * drift (0.1 + 0.2 cores are not 0.3), sums of thousandths do not.
 */
final class Milli {
  private Milli() {}

  /** Rounded to the nearest thousandth, as Mesos does; negative amounts are none. */
  static long of(double amount) {
    return Math.max(0, Math.round(amount * 1_000));
  }

  static double amount(long milli) {
    return milli / 1_000.0;
  }
}
