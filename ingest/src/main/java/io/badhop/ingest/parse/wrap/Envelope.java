package io.badhop.ingest.parse.wrap;

import io.badhop.ingest.parse.RawLine;
import io.badhop.ingest.parse.text.JsonFields;
import java.nio.charset.StandardCharsets;

/** What is left of a line while its wrappers come off, and what they said. Used again each line. */
final class Envelope {

  private byte[] bytes = new byte[0];
  private int start;
  private int length;
  private long offset;
  private String host = "";
  private String instance = "";
  private String service = "";
  private String stream = "";
  private String stamp = "";

  void begin(RawLine line) {
    inner(line.buffer(), line.start(), line.length());
    offset = line.offset();
    host = "";
    instance = "";
    service = "";
    stream = "";
    stamp = "";
  }

  void inner(byte[] buffer, int from, int count) {
    bytes = buffer;
    start = from;
    length = count;
  }

  void inner(String text) {
    byte[] own = text.getBytes(StandardCharsets.UTF_8);
    inner(own, 0, own.length);
  }

  /** Keeps what stands from an index of the buffer on. */
  void from(int index) {
    length = end() - index;
    start = index;
  }

  void beginsAt(long first) {
    offset = first;
  }

  byte[] bytes() {
    return bytes;
  }

  int start() {
    return start;
  }

  int end() {
    return start + length;
  }

  int length() {
    return length;
  }

  long offset() {
    return offset;
  }

  String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  RawLine line() {
    return new RawLine(bytes, start, length, offset);
  }

  /** The line as a JSON object; null when it is none. */
  JsonFields json(JsonFields fields) {
    int at = start;
    while (at < end() && bytes[at] == ' ') {
      at++;
    }
    boolean object = at < end() && bytes[at] == '{';
    return object && fields.read(line()) == null ? fields : null;
  }

  /** The innermost wrapper knows best; what it does not say stays as an outer one said it. */
  void host(String name) {
    host = said(name) ? name : host;
  }

  void instance(String name) {
    instance = said(name) ? name : instance;
  }

  void service(String name) {
    service = said(name) ? name : service;
  }

  void stamp(String time) {
    stamp = said(time) ? time : stamp;
  }

  void stream(String name) {
    stream = name;
  }

  private static boolean said(String name) {
    return !name.isEmpty() && !name.equals("-");
  }

  /** Pod or container, else the machine; empty when unknown. */
  String instance() {
    return instance.isEmpty() ? host : instance;
  }

  String service() {
    return service;
  }

  String stamp() {
    return stamp;
  }

  String stream() {
    return stream;
  }
}
