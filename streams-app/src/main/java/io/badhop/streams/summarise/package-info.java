/**
 * Stage 1 as a whole: correlate, diagnose, and count what they say into one summary a tick. Pure;
 * driven by the topology and by the offline replay alike.
 */
package io.badhop.streams.summarise;
