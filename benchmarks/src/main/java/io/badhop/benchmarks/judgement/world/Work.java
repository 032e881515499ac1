package io.badhop.benchmarks.judgement.world;

/**
 * What an application did for a request.
 *
 * @param server which instance
 * @param pid its process or worker
 * @param start when it began, true time in microseconds
 * @param end when it was over
 * @param status what it says that it answered; 0 when it was ended before it could say anything
 * @param kind what went wrong; null when nothing did
 */
public record Work(Server server, int pid, long start, long end, int status, Kind kind) {}
