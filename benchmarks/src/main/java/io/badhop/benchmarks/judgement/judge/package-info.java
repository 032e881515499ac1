/** Replays the logs and holds what was said against the labels. */
package io.badhop.benchmarks.judgement.judge;
