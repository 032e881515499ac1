/**
 * The whole pipeline against others that do the same work: a broker, a loader and one contender
 * after the other, each in a process of its own, and each contender's output checked.
 */
package io.badhop.benchmarks.pipeline;
