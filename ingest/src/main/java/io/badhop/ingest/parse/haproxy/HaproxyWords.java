package io.badhop.ingest.parse.haproxy;

import java.util.ArrayList;
import java.util.List;

/**
 * Words of a line of haproxy.cfg: blanks part them, quotes and backslashes keep blanks in them, and
 * {@code #} begins a comment (manual of HAProxy, section "Quoting and escaping").
 */
final class HaproxyWords {

  private final String line;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean begun;
  private char quote;
  private int at;

  private HaproxyWords(String line) {
    this.line = line;
  }

  /** The words of one line; empty for a comment. */
  static List<String> of(String line) {
    return new HaproxyWords(line).read();
  }

  private List<String> read() {
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (quote == 0 && c == '#') {
        break;
      }
      if (quote == 0 && Character.isWhitespace(c)) {
        end();
      } else if (c == '\\' && quote != '\'') {
        escape();
      } else if (c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
        begun = true;
      } else {
        word.append(c);
        begun = true;
      }
    }
    end();
    return words;
  }

  private void end() {
    if (begun) {
      words.add(word.toString());
    }
    word.setLength(0);
    begun = false;
  }

  /** In strong quotes a backslash is one; within weak ones it escapes few characters. */
  private void escape() {
    char c = at < line.length() ? line.charAt(at) : '\\';
    boolean literal = quote == '"' && "\\\"$".indexOf(c) < 0;
    if (literal || at >= line.length()) {
      word.append('\\');
    } else {
      at++;
      word.append(c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c);
    }
    begun = true;
  }
}
