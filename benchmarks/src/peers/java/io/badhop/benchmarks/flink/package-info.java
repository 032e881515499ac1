/**
 * The join as a Flink job, to be measured beside badhop's own and Kafka Streams' DSL.
 *
 * <p>{@link io.badhop.benchmarks.flink.FlinkJoin} builds the job: one source over the three event
 * topics, a keyed function that joins, counts made beforehand where the exchanges are, windows of a
 * second that add them up, and two transactional sinks. Nothing in it is serialised by Kryo or by
 * reflection where every event passes.
 */
package io.badhop.benchmarks.flink;
