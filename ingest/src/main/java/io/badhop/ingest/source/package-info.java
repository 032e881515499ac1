/**
 * Where lines come from: files, plain, gzip or zstd, standard input, files that are still written
 * to, and what is sent over HTTP and syslog. Knows nothing of what a line says. Positions in files
 * survive the process, see {@link io.badhop.ingest.source.CheckpointFile}.
 */
package io.badhop.ingest.source;
