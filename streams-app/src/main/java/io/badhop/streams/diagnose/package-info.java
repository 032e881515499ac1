/**
 * From one exchange to the hop that failed and the cause. Small readers, one per dialect, turn what
 * the records say into weighted evidence; the strongest class of evidence decides, agreement raises
 * the confidence and contradiction lowers it. Also what to do about a cause, and how to see it
 * again.
 *
 * <p>Pure: records in, values out. What only history tells (an address that never answered, a name
 * that led elsewhere before, lost traffic) is not decided here.
 */
package io.badhop.streams.diagnose;
