/**
 * A line of a log in, what it says out. One file a format, each a pure function of the line, of
 * what the source is known to be, and of the servers' own configuration. One package a kind of
 * server below; a clock or the network.
 */
package io.badhop.ingest.parse;
