package io.badhop.streams.diagnose;

import io.badhop.schemas.event.Cause;
import io.badhop.schemas.event.FaultDomain;
import java.util.List;
import java.util.Locale;

/**
 * What a message means: the first rule of a list whose needle the message holds, and whose action
 * words the server's action holds, applies.
 *
 * @param needle part of the message, lower case
 * @param action part of what the server was doing, lower case; empty for any
 * @param cause null when the message says nothing about a cause
 * @param domain null for the cause's usual one
 * @param weight confidence by itself, 0 to 1
 */
record TextRule(String needle, String action, Cause cause, FaultDomain domain, double weight) {

  static TextRule says(String needle, Cause cause, double weight) {
    return new TextRule(needle, "", cause, null, weight);
  }

  static TextRule says(String needle, String action, Cause cause, double weight) {
    return new TextRule(needle, action, cause, null, weight);
  }

  static TextRule blames(String needle, Cause cause, FaultDomain domain, double weight) {
    return new TextRule(needle, "", cause, domain, weight);
  }

  /** A message that is no evidence. */
  static TextRule idle(String needle) {
    return new TextRule(needle, "", null, null, 0);
  }

  /** The rule that applies; null when none does. */
  static TextRule find(List<TextRule> rules, String message, String action) {
    String text = message.toLowerCase(Locale.ROOT);
    String doing = action.toLowerCase(Locale.ROOT);
    for (TextRule rule : rules) {
      if (text.contains(rule.needle) && doing.contains(rule.action)) {
        return rule;
      }
    }
    return null;
  }

  Evidence evidence(String words) {
    return cause == null
        ? Evidence.remark(Grade.ERROR_TEXT, words)
        : Evidence.of(Grade.ERROR_TEXT, cause, weight, domain, words);
  }
}
