package io.badhop.benchmarks.judgement.label;

import io.badhop.benchmarks.judgement.world.Route;
import io.badhop.benchmarks.judgement.world.Server;
import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.FaultDomain;
import java.util.List;
import java.util.Set;

/**
 * What is right to say of a fault.
 *
 * @param name kind of the fault, for people
 * @param expected whether somebody has to be told; if not, an incident about it is no mistake
 *     either
 * @param fromMs when it begins, true time
 * @param toMs when it is over
 * @param slackMs by how much clocks differ, which the window is wider for on both sides
 * @param causes any of them is right
 * @param hops any of them is right
 * @param servers whom it concerns; empty for all
 * @param routes what it concerns; empty for all
 * @param anyKey whether the log names nothing that a key could be held against
 * @param anyIds whether the log has no IDs, so that none can prove anything
 * @param firstMs first failure that anybody could see
 * @param lastMs last one
 * @param failed how many failed of it
 * @param failedIds IDs of all exchanges that failed in its time, in any notation
 */
public record Label(
    String name,
    boolean expected,
    long fromMs,
    long toMs,
    long slackMs,
    Set<Cause> causes,
    Set<FaultDomain> hops,
    List<Server> servers,
    List<Route> routes,
    boolean anyKey,
    boolean anyIds,
    long firstMs,
    long lastMs,
    int failed,
    Set<String> failedIds) {}
