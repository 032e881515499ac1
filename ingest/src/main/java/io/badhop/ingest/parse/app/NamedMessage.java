package io.badhop.ingest.parse.app;

/** The message of a record; a template of .NET is filled in with the record's values. */
final class NamedMessage {

  private static final int LONGEST = 2_000;

  private NamedMessage() {}

  static String of(NamedValues values) {
    String message = values.get("message");
    boolean template =
        message.equals(values.named("@mt")) || message.equals(values.named("MessageTemplate"));
    return template && message.indexOf('{') >= 0 ? filled(message, values) : message;
  }

  /** {@code {Name}} and {@code {Name:format}}; a name without a value stays. */
  private static String filled(String template, NamedValues values) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    int open = template.indexOf('{');
    while (open >= 0 && text.length() < LONGEST) {
      int close = template.indexOf('}', open);
      if (close < 0) {
        break;
      }
      text.append(template, at, open);
      String name = template.substring(open + 1, close);
      int colon = name.indexOf(':');
      String value = values.named(colon < 0 ? name : name.substring(0, colon));
      text.append(value.isEmpty() ? template.substring(open, close + 1) : value);
      at = close + 1;
      open = template.indexOf('{', at);
    }
    return text.append(template, at, template.length()).toString();
  }
}
