package io.badhop.ingest.parse;

import io.badhop.schemas.event.ErrorNote;

/**
 * One line of a server's error log with the context by which it can be bound to a request. Empty
 * strings where the line does not say.
 *
 * @param eventId identity of the line
 * @param software server in lower case: nginx, apache
 * @param note what the line says
 * @param connection nginx: the connection number behind {@code *}; Apache: the log ID where it is
 *     logged
 * @param clientIp address of the client without port
 * @param requestLine {@code GET /x HTTP/1.1}, possibly cut
 * @param host Host header of the request
 * @param process {@code pid#tid} or {@code pid:tid}
 * @param resolution resolution of the note's time in microseconds
 */
public record ErrorRecord(
    long eventId,
    String software,
    ErrorNote note,
    String connection,
    String clientIp,
    String requestLine,
    String host,
    String process,
    int resolution) {}
