/** Measurements of badhop against its peers, both in the same run. */
package io.badhop.benchmarks;
