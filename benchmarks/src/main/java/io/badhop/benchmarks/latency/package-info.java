/** From a line in a log to an escalation that can be read, live, stage by stage. */
package io.badhop.benchmarks.latency;
