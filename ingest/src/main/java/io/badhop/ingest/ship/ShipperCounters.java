package io.badhop.ingest.ship;

/**
 * What a shipper has done so far. Whenever shipping pauses, {@code events + aliases + deadLetters =
 * acknowledged + refused + inFlight}, and the identity of {@link Accounting} holds for the lines.
 *
 * @param lines outcomes of the lines read
 * @param events events sent, copies not counted
 * @param aliases copies sent under a second ID
 * @param deadLetters dead letters sent, for rejected lines and refused records
 * @param acknowledged records that the brokers have
 * @param refused records that the brokers will never take, because they are too large
 * @param inFlight records sent and not answered
 * @param reports watermarks sent
 * @param unordered events that left a recording's reader after a younger one
 * @param readFailures times that a followed log could not be read; it was tried again
 * @param lost times that bytes of a followed log may have been missed
 * @param unrecognised files to follow whose format is not known, empty ones included
 * @param redactions fields and rejected lines that were changed for privacy before they were sent
 * @param limited requests with logs that were answered with 429, as their log's limit was reached
 * @param forgotten times that what was known of a log in a raw topic was given up, as its partition
 *     held too many logs
 */
public record ShipperCounters(
    Accounting lines,
    long events,
    long aliases,
    long deadLetters,
    long acknowledged,
    long refused,
    long inFlight,
    long reports,
    long unordered,
    long readFailures,
    long lost,
    long unrecognised,
    long redactions,
    long limited,
    long forgotten) {}
