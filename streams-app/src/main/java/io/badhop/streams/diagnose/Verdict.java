package io.badhop.streams.diagnose;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.FaultDomain;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the evidence comes to.
 *
 * @param cause never null
 * @param domain never null
 * @param confidence 0 to 1
 * @param words strongest first
 */
record Verdict(Cause cause, FaultDomain domain, double confidence, List<String> words) {

  private static final int MAX_WORDS = 8;

  Verdict {
    Set<String> distinct = new LinkedHashSet<>(words);
    distinct.remove("");
    words = distinct.stream().limit(MAX_WORDS).toList();
  }

  /** The same with more words behind its own. */
  Verdict followedBy(List<String> more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(more);
    return new Verdict(cause, domain, confidence, all);
  }

  /** The same with words put in front. */
  Verdict ledBy(String first) {
    List<String> all = new ArrayList<>();
    all.add(first);
    all.addAll(words);
    return new Verdict(cause, domain, confidence, all);
  }
}
