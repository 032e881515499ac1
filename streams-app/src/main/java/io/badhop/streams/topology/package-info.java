/**
 * The one place that knows Kafka Streams: names, wiring, stores, recovery, the keeper and what runs
 * them. No rules of its own: what is said about requests is decided in the pure packages, and what
 * a tick is in {@link io.badhop.streams.topology.TickMaker}, which is pure as well.
 */
package io.badhop.streams.topology;
