package io.badhop.streams.detect;

import io.badhop.schemas.event.Tier;

/**
 * How a host's clock compares with that of another that logged the same requests.
 *
 * @param site site of both
 * @param upper tier of the host that is compared with
 * @param upperNode its name: vendor of an edge or name of a proxy, else the log source
 * @param lower tier of the host below
 * @param lowerNode its name: name of a proxy or instance of an application, else the log source
 * @param aheadUs how far the lower host's clock is ahead, median, microseconds; negative when it is
 *     behind
 * @param spreadUs half the distance between the quartiles, microseconds
 * @param samples requests that this was estimated from, at least 1
 */
public record ClockSkew(
    String site,
    Tier upper,
    String upperNode,
    Tier lower,
    String lowerNode,
    long aheadUs,
    long spreadUs,
    int samples) {}
