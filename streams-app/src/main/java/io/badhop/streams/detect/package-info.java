/**
 * Stage 2: the summaries of all partitions become clusters, clusters become incidents, incidents
 * speak through escalations. Decided once per bucket of 250 ms of event time, from what the buckets
 * hold and from nothing else, so that a replay decides the same. Pure.
 */
package io.badhop.streams.detect;
