package io.badhop.ingest.bind;

import io.badhop.ingest.parse.ErrorRecord;
import io.badhop.schemas.event.ProxyEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Error lines that wait for their access line, found by connection, client or thread. Under a storm
 * thousands wait at once, so an access line must not have to look at all of them.
 */
final class WaitingErrors {

  /** A worker's line comes just before the line about the client that it failed. */
  private static final long WORKER_TO_CLIENT = 1_000_000;

  /**
   * A line and what the same thread said of its upstream just before, without naming the client.
   *
   * @param order position among the lines of the error log
   */
  record Group(long order, ErrorRecord line, List<ErrorRecord> before) {

    /** All lines in the order in which they were written. */
    List<ErrorRecord> lines() {
      List<ErrorRecord> lines = new ArrayList<>(before);
      lines.add(line);
      return lines;
    }
  }

  private final Map<Long, Group> groups = new LinkedHashMap<>();
  private final Map<String, Set<Long>> byConnection = new HashMap<>();
  private final Map<String, Set<Long>> byClient = new HashMap<>();
  private final Map<String, Set<Long>> byRequest = new HashMap<>();

  /** Apache: lines without a client, by thread, until a line of that thread names one. */
  private final Map<String, Deque<ErrorRecord>> unclaimed = new HashMap<>();

  private long next;
  private int lines;
  private int cutBodies;

  /** Lines that wait and say that a body broke off. */
  int cutBodies() {
    return cutBodies;
  }

  /** Number of lines that wait. */
  int size() {
    return lines;
  }

  void add(ErrorRecord error) {
    lines++;
    boolean apache = error.software().equals("apache");
    if (apache && error.clientIp().isEmpty()) {
      unclaimed.computeIfAbsent(error.process(), thread -> new ArrayDeque<>()).add(error);
      return;
    }
    Group group = new Group(next++, error, apache ? claimed(error) : List.of());
    groups.put(group.order(), group);
    index(byConnection, error.connection(), group);
    index(byClient, error.clientIp(), group);
    index(byRequest, RequestLine.of(error.requestLine()).key(), group);
    cutBodies += NginxMatch.cutsBody(error) ? 1 : 0;
  }

  private List<ErrorRecord> claimed(ErrorRecord client) {
    List<ErrorRecord> claimed = new ArrayList<>();
    Deque<ErrorRecord> thread = unclaimed.getOrDefault(client.process(), new ArrayDeque<>());
    for (Iterator<ErrorRecord> all = thread.iterator(); all.hasNext(); ) {
      ErrorRecord worker = all.next();
      if (isJustBefore(worker, client)) {
        claimed.add(worker);
        all.remove();
      }
    }
    if (thread.isEmpty()) {
      unclaimed.remove(client.process());
    }
    return claimed;
  }

  private static boolean isJustBefore(ErrorRecord worker, ErrorRecord client) {
    long between = client.note().getTime() - worker.note().getTime();
    return between >= 0 && between <= WORKER_TO_CLIENT;
  }

  /** Groups that may belong to an access line, oldest first. */
  List<Group> candidates(ProxyEvent access) {
    if (access.getSoftware().equals("apache")) {
      return in(byClient, access.getClientIp());
    }
    return access.getConnection().isEmpty()
        ? in(byRequest, RequestLine.key(access.getMethod(), access.getPath()))
        : in(byConnection, access.getConnection());
  }

  /** Groups that name the key, and those that name none. */
  private List<Group> in(Map<String, Set<Long>> index, String key) {
    List<Group> found = new ArrayList<>();
    index.getOrDefault(key, Set.of()).forEach(order -> found.add(groups.get(order)));
    if (!key.isEmpty()) {
      index.getOrDefault("", Set.of()).forEach(order -> found.add(groups.get(order)));
    }
    found.sort(Comparator.comparingLong(Group::order));
    return found;
  }

  void remove(Group group) {
    if (groups.remove(group.order()) != null) {
      lines -= 1 + group.before().size();
      unindex(byConnection, group.line().connection(), group);
      unindex(byClient, group.line().clientIp(), group);
      unindex(byRequest, RequestLine.of(group.line().requestLine()).key(), group);
      cutBodies -= NginxMatch.cutsBody(group.line()) ? 1 : 0;
    }
  }

  /** Takes out the lines of the oldest group, or else the oldest line that no one claimed. */
  List<ErrorRecord> removeOldest() {
    if (!groups.isEmpty()) {
      Group oldest = groups.values().iterator().next();
      remove(oldest);
      return oldest.lines();
    }
    return removeBefore(
        unclaimed.values().stream()
            .flatMap(Deque::stream)
            .mapToLong(error -> error.note().getTime() + 1)
            .min()
            .orElse(Long.MIN_VALUE));
  }

  /** Takes out the lines older than a time, in order of time. */
  List<ErrorRecord> removeBefore(long time) {
    List<ErrorRecord> removed = new ArrayList<>();
    for (Group group : List.copyOf(groups.values())) {
      if (group.line().note().getTime() < time) {
        remove(group);
        removed.addAll(group.lines());
      }
    }
    for (Deque<ErrorRecord> thread : unclaimed.values()) {
      for (Iterator<ErrorRecord> all = thread.iterator(); all.hasNext(); ) {
        ErrorRecord worker = all.next();
        if (worker.note().getTime() < time) {
          all.remove();
          lines--;
          removed.add(worker);
        }
      }
    }
    unclaimed.values().removeIf(Deque::isEmpty);
    removed.sort(
        Comparator.comparingLong((ErrorRecord error) -> error.note().getTime())
            .thenComparingLong(ErrorRecord::eventId));
    return removed;
  }

  private static void index(Map<String, Set<Long>> index, String key, Group group) {
    index.computeIfAbsent(key, missing -> new LinkedHashSet<>()).add(group.order());
  }

  private static void unindex(Map<String, Set<Long>> index, String key, Group group) {
    Set<Long> orders = index.get(key);
    orders.remove(group.order());
    if (orders.isEmpty()) {
      index.remove(key);
    }
  }
}
