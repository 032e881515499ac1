/**
 * Envelopes that shippers and container runtimes put around log lines: recognised, taken off, and
 * what they say of the host, the instance and the service put on the event.
 */
package io.badhop.ingest.parse.wrap;
