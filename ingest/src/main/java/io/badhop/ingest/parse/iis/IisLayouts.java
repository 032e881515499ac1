package io.badhop.ingest.parse.iis;

import java.util.List;

/**
 * Columns that IIS writes where nobody changed them, for rows whose header is not at hand: IIS 6
 * with and without the site's name, IIS 7 without and later ones with the referrer, then each with
 * the sizes or with every field, and the one that http.sys writes of what it refuses.
 */
final class IisLayouts {

  private static final String HEAD =
      "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip ";
  private static final String RESULT = " sc-status sc-substatus sc-win32-status";

  /** Of sites; more than one may have the same number of columns. */
  static final List<List<String>> SITE =
      List.of(
          columns(HEAD + "user-agent referer" + RESULT + " time-taken"),
          columns(HEAD + "user-agent referer" + RESULT + " time-taken x-forwarded-for"),
          columns(HEAD + "user-agent referer" + RESULT + " sc-bytes cs-bytes time-taken"),
          columns(
              HEAD
                  + "user-agent referer"
                  + RESULT
                  + " sc-bytes cs-bytes time-taken x-forwarded-for"),
          columns(HEAD + "user-agent" + RESULT + " time-taken"),
          columns(HEAD + "user-agent" + RESULT),
          columns(HEAD.replace("s-ip", "s-sitename s-ip") + "user-agent" + RESULT),
          columns(
              HEAD.replace("s-ip", "s-sitename s-computername s-ip")
                  + "cs-version user-agent cookie referer cs-host"
                  + RESULT
                  + " sc-bytes cs-bytes time-taken"));

  /** Of http.sys. */
  static final List<List<String>> REFUSALS =
      List.of(
          columns(
              "date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid"
                  + " s-reason s-queuename"),
          columns(
              "date time c-ip c-port s-ip s-port cs-version cs-method cs-uri streamid sc-status"
                  + " s-siteid s-reason s-queuename"));

  private IisLayouts() {}

  private static List<String> columns(String names) {
    return List.of(names.split(" "));
  }

  /** Whether values stand where the layout has them: addresses, method, port and status. */
  static boolean fits(List<String> layout, List<String> values) {
    for (int i = 0; i < values.size(); i++) {
      if (!fits(layout.get(i), values.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean fits(String column, String value) {
    return switch (column) {
      case "date" -> value.length() == 10 && value.charAt(4) == '-';
      case "sc-status" -> value.equals("-") || value.length() == 3 && digits(value);
      case "s-port", "c-port", "sc-substatus", "sc-win32-status", "sc-bytes", "time-taken" ->
          value.equals("-") || digits(value);
      case "s-ip", "c-ip" -> value.equals("-") || value.indexOf('.') > 0 || value.indexOf(':') >= 0;
      case "cs-method" -> value.chars().allMatch(c -> c >= 'A' && c <= 'Z' || c == '-' || c == '_');
      case "s-reason" -> !digits(value);
      default -> true;
    };
  }

  private static boolean digits(String value) {
    return !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
