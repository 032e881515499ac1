/** Draws cases, lets them happen, and says what is right to conclude from their logs. */
package io.badhop.benchmarks.judgement.label;
