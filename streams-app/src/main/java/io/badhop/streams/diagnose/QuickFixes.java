package io.badhop.streams.diagnose;

import io.badhop.schemas.event.Cause;
import java.util.EnumMap;
import java.util.Map;

/** The quick fixes by cause and server. Settings are those of the servers' own documentation. */
final class QuickFixes {

  /** Advice that holds for any server, and what to set at those that are known. */
  record Fix(String general, Map<Software, String> settings) {

    String at(Software software) {
      String own = settings.get(software);
      return own == null ? general : general + " " + own;
    }
  }

  private static final Map<Cause, Fix> FIXES = all();

  private QuickFixes() {}

  static Fix of(Cause cause) {
    return FIXES.get(cause);
  }

  private static Map<Cause, Fix> all() {
    Map<Cause, Fix> fixes = new EnumMap<>(Cause.class);
    ReachFixes.into(fixes);
    AnswerFixes.into(fixes);
    PlatformFixes.into(fixes);
    return fixes;
  }

  static Fix fix(String general, Object... softwareAndText) {
    Map<Software, String> settings = new EnumMap<>(Software.class);
    for (int i = 0; i < softwareAndText.length; i += 2) {
      settings.put((Software) softwareAndText[i], (String) softwareAndText[i + 1]);
    }
    return new Fix(general, settings);
  }
}
