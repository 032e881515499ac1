/**
 * Where lines come from: files, plain or gzip, standard input, and files that are still written to.
 * Knows nothing of what a line says. Positions in files survive the process, see {@link
 * io.badhop.ingest.source.CheckpointFile}.
 */
package io.badhop.ingest.source;
