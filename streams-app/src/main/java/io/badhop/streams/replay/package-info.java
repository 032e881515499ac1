/**
 * The same core driven in process, without Kafka: sources are merged by event time, the driver
 * makes the ticks, and what stage 1 counts goes straight to stage 2. Where events come from is
 * behind {@link io.badhop.streams.replay.EventSource}.
 */
package io.badhop.streams.replay;
