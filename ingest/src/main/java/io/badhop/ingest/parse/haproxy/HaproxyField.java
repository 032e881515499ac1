package io.badhop.ingest.parse.haproxy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an event takes from a record, each with the variables that carry it in a log-format (manual
 * of HAProxy, section "Custom log format").
 */
enum HaproxyField {
  CLIENT(Form.ADDRESS, "ci"),
  CLIENT_PORT(Form.NUMBER, "cp"),
  /** When the connection was accepted. */
  ACCEPTED(Form.TEXT, "t", "T", "Tl"),
  /** When the request began. */
  REQUESTED(Form.TEXT, "tr", "trg", "trl"),
  ACCEPTED_SECONDS(Form.NUMBER, "Ts"),
  ACCEPTED_MILLIS(Form.NUMBER, "ms"),
  /** When the record was written. */
  LOGGED(Form.TEXT),
  FRONTEND(Form.WORD, "ft", "f"),
  BACKEND(Form.WORD, "b"),
  SERVER(Form.WORD, "s"),
  SERVER_IP(Form.ADDRESS, "si"),
  SERVER_PORT(Form.NUMBER, "sp"),
  HANDSHAKE_TIME(Form.NUMBER, "Th"),
  IDLE_TIME(Form.NUMBER, "Ti"),
  REQUEST_TIME(Form.NUMBER, "TR"),
  /** From the connection's beginning to the end of the request. */
  UNTIL_REQUEST_TIME(Form.NUMBER, "Tq"),
  QUEUE_TIME(Form.NUMBER, "Tw"),
  CONNECT_TIME(Form.NUMBER, "Tc"),
  RESPONSE_TIME(Form.NUMBER, "Tr"),
  /** From the beginning of the request to the last byte of the answer. */
  ACTIVE_TIME(Form.NUMBER, "Ta"),
  /** From the connection's beginning to the end. */
  TOTAL_TIME(Form.NUMBER, "Tt"),
  STATUS(Form.NUMBER, "ST"),
  BYTES(Form.NUMBER, "B"),
  STATE(Form.WORD, "tsc", "ts"),
  RETRIES(Form.NUMBER, "rc"),
  REQUEST_CAPTURES(Form.BLOCK, "hr"),
  REQUEST_CAPTURE_LIST(Form.LIST, "hrl"),
  REQUEST(Form.REQUEST, "r"),
  METHOD(Form.WORD, "HM"),
  PATH(Form.WORD, "HP", "HPO"),
  URI(Form.WORD, "HU"),
  UNIQUE_ID(Form.TEXT, "ID"),
  HOSTNAME(Form.WORD, "H"),
  SERVER_NAME_INDICATION(Form.TEXT),
  REQUEST_ID(Form.TEXT),
  TRACE(Form.TEXT),
  EDGE_ID(Form.TEXT),
  HOST(Form.TEXT),
  FORWARDED(Form.TEXT);

  /** How a value is written, which tells where it ends. */
  enum Form {
    /** Digits with an optional sign, or a dash. */
    NUMBER,
    /** No blanks. */
    WORD,
    /** An IP address or {@code unix}; the last of its colons may be that before a port. */
    ADDRESS,
    /** Anything. */
    TEXT,
    /** A request line, which holds blanks. */
    REQUEST,
    /** Values in braces, or nothing at all. */
    BLOCK,
    /** Values in quotes one after another, or nothing at all. */
    LIST
  }

  static final HaproxyField[] ALL = values();

  private static final Map<String, HaproxyField> BY_VARIABLE = new HashMap<>();

  /** Forms of variables that an event takes nothing from. */
  private static final Map<String, Form> OTHERS = new HashMap<>();

  static {
    for (HaproxyField field : ALL) {
      field.variables.forEach(variable -> BY_VARIABLE.put(variable, field));
    }
    List.of("Td", "Tu", "U", "ac", "bc", "bp", "bq", "fc", "fp", "lc", "pid", "rt", "sc", "sq")
        .forEach(variable -> OTHERS.put(variable, Form.NUMBER));
    List.of("CC", "CS", "HQ", "HV", "sslc", "sslv")
        .forEach(variable -> OTHERS.put(variable, Form.WORD));
    OTHERS.put("bi", Form.ADDRESS);
    OTHERS.put("fi", Form.ADDRESS);
    OTHERS.put("hs", Form.BLOCK);
    OTHERS.put("hsl", Form.LIST);
  }

  final Form form;
  final List<String> variables;

  HaproxyField(Form form, String... variables) {
    this.form = form;
    this.variables = List.of(variables);
  }

  /** Field of a variable; null when an event takes nothing from it. */
  static HaproxyField of(String variable) {
    return BY_VARIABLE.get(variable);
  }

  /** How a variable's value is written; text for one that is not known. */
  static Form formOf(String variable) {
    HaproxyField field = of(variable);
    return field == null ? OTHERS.getOrDefault(variable, Form.TEXT) : field.form;
  }
}
