package io.badhop.ingest.parse.iis;

import io.badhop.ingest.parse.text.ProxyFields;

/** A request as IIS hands it to the Windows event log (event 6200), one XML document a line. */
final class IisEventXml {

  private static final String DATA = "<Data Name=\"";
  private static final String END = "</Data>";

  private IisEventXml() {}

  /** Reads the elements into the columns that they are named for; false when there are none. */
  static boolean read(String xml, ProxyFields into) {
    into.clear();
    int at = xml.indexOf(DATA);
    while (at >= 0) {
      int from = at + DATA.length();
      int quote = xml.indexOf("\">", from);
      int end = quote < 0 ? -1 : xml.indexOf(END, quote);
      if (end < 0) {
        break;
      }
      into.put(column(xml.substring(from, quote)), text(xml.substring(quote + 2, end)));
      at = xml.indexOf(DATA, end);
    }
    return into.names("cs-uri-stem");
  }

  /** Headers lose their parentheses here: {@code csUser-Agent}. */
  private static String column(String name) {
    boolean header = name.startsWith("cs") && !name.startsWith("cs-");
    return W3cTable.name(header ? name.substring(2) : name);
  }

  private static String text(String escaped) {
    return escaped.indexOf('&') < 0
        ? escaped
        : escaped
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&apos;", "'")
            .replace("&amp;", "&");
  }
}
