package io.badhop.ingest.parse.nginx;

import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.JsonEscapes;
import io.badhop.ingest.parse.text.LineText;
import io.badhop.ingest.parse.text.LogTemplate;
import io.badhop.ingest.parse.text.RepeatedText;
import io.badhop.ingest.parse.text.Requests;
import java.util.ArrayList;
import java.util.List;

/**
 * Values where a template found them in a line. Which places carry a field is known before the
 * first line; text is made of those values only that are asked for.
 */
final class NginxScan implements NginxValues {

  private static final NginxField[] FIELDS = NginxField.values();

  private final LogTemplate template;
  private final String escape;
  private final int[][] places = new int[FIELDS.length][];
  private final int[][] firsts = new int[FIELDS.length][];
  private final int[] bounds;
  private final LineText line = new LineText();
  private final LineText[] values = new LineText[FIELDS.length];

  /**
   * Places of the fields in a template.
   *
   * @param meanings what each variable of the template stands for, in order
   * @param escape {@code default}, {@code json} or {@code none}
   */
  NginxScan(LogTemplate template, List<String> meanings, String escape) {
    this.template = template;
    this.escape = escape;
    this.bounds = new int[2 * template.size()];
    for (NginxField field : FIELDS) {
      List<Integer> of = new ArrayList<>();
      for (String variable : field.variables) {
        of.addAll(placesOf(variable, meanings));
      }
      places[field.ordinal()] = array(of);
      values[field.ordinal()] = new LineText();
      firsts[field.ordinal()] = array(placesOf(field.variables.get(0), meanings));
    }
  }

  /** Of two variables with one meaning the last that has a value counts. */
  private static List<Integer> placesOf(String variable, List<String> meanings) {
    List<Integer> of = new ArrayList<>();
    for (int i = meanings.size() - 1; i >= 0; i--) {
      if (meanings.get(i).equals(variable)) {
        of.add(i);
      }
    }
    return of;
  }

  private static int[] array(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Reads a line; false when it does not have the template's form. */
  boolean read(RawLine raw) {
    line.of(raw.buffer(), raw.start(), raw.start() + raw.length());
    return template.find(line, bounds);
  }

  @Override
  public String get(NginxField field) {
    return look(field).toString();
  }

  @Override
  public CharSequence look(NginxField field) {
    int place = valued(places[field.ordinal()]);
    return place < 0 ? "" : value(field, place);
  }

  @Override
  public String shared(NginxField field, RepeatedText strings) {
    CharSequence value = look(field);
    return LineText.shared(value, 0, value.length(), strings);
  }

  @Override
  public CharSequence raw(NginxField field) {
    int[] of = firsts[field.ordinal()];
    int place = valued(of);
    if (place >= 0) {
      return value(field, place);
    }
    return of.length == 0 ? "" : value(field, of[of.length - 1]);
  }

  @Override
  public boolean names(NginxField field) {
    return firsts[field.ordinal()].length > 0;
  }

  private int valued(int[] of) {
    for (int place : of) {
      int from = bounds[2 * place];
      int length = bounds[2 * place + 1] - from;
      if (length > 1 || length == 1 && line.charAt(from) != '-') {
        return place;
      }
    }
    return -1;
  }

  private CharSequence value(NginxField field, int place) {
    LineText value = values[field.ordinal()].of(line, bounds[2 * place], bounds[2 * place + 1]);
    if (value.indexOf("\\", 0) < 0) {
      return value;
    }
    return switch (escape) {
      case "json" -> JsonEscapes.resolve(value.toString());
      case "none" -> value;
      default -> Requests.unescape(value.toString());
    };
  }
}
