package io.badhop.ingest.parse.nginx;

import io.badhop.ingest.parse.text.ProxyFields;
import io.badhop.ingest.parse.text.RepeatedText;
import io.badhop.ingest.parse.text.Timestamps;

/** Values of one access record, however they were found in it. */
interface NginxValues {

  /** The first of the field's variables that has a value; empty when none has, or has a dash. */
  String get(NginxField field);

  /** The same, to look at until the next line is read. */
  default CharSequence look(NginxField field) {
    return get(field);
  }

  /** The same, of fields that have few different values. */
  default String shared(NginxField field, RepeatedText strings) {
    return get(field);
  }

  /** The value of the field's first variable as it stands in the log, a dash too. */
  CharSequence raw(NginxField field);

  /** Whether the record's format has the field's first variable. */
  boolean names(NginxField field);

  /** A whole number; -1 when there is none. */
  default long number(NginxField field) {
    return numberOf(look(field));
  }

  /** A whole number; -1 when it is none. */
  static long numberOf(CharSequence value) {
    if (value.isEmpty() || value.length() > 18) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < value.length(); i++) {
      int digit = value.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /** Seconds with a fraction as microseconds; -1 when they are none. */
  static long microsOf(CharSequence value) {
    long micros = Timestamps.seconds(value);
    return micros == Timestamps.NONE ? -1 : micros;
  }

  /** Values that are known by name. */
  static NginxValues of(ProxyFields fields) {
    return new NginxValues() {
      @Override
      public String get(NginxField field) {
        for (String variable : field.variables) {
          String value = fields.raw(variable);
          if (!value.isEmpty() && !value.equals("-")) {
            return value;
          }
        }
        return "";
      }

      @Override
      public String raw(NginxField field) {
        return fields.raw(field.variables.get(0));
      }

      @Override
      public boolean names(NginxField field) {
        return fields.names(field.variables.get(0));
      }
    };
  }
}
