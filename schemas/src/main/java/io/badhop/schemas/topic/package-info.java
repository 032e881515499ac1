/**
 * The catalogue of badhop's topics: name, key and value serde, partitions and retention of each,
 * said once so that nobody types a topic name or picks a serde elsewhere.
 */
package io.badhop.schemas.topic;
