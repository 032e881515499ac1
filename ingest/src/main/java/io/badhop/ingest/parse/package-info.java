/**
 * A line of a log in, what it says out. One file a format, each a pure function of the line, of
 * what the source is known to be, and of the servers' own configuration. Nothing here reads a file,
 * a clock or the network.
 */
package io.badhop.ingest.parse;
