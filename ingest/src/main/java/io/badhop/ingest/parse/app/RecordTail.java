package io.badhop.ingest.parse.app;

import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.AppEventKind;
import io.badhop.schemas.event.ComponentEventKind;

/**
 * The lines behind the head of a record, where a stack trace names the exception. The record is not
 * held back for them: the line that names the exception becomes an event of its own, with the
 * head's request and time, and the join brings the two together.
 *
 * <p>Java, JavaScript, .NET and Ruby name the exception in the first line of the trace; Python
 * behind the frames, each of a chain in its turn. Causes replace nothing. Behind a head without a
 * request only a line that is evidence of its process counts. Go's and Rust's panic ends a process
 * or a thread and says so wherever it happens, so it is no part of the record before it unless that
 * one announced it.
 */
final class RecordTail {

  private static final String PYTHON = "Traceback (most recent call last)";
  private static final String PANIC = "panic";

  private final AppRecords records;
  private AppEvent head;
  private AppRecords.Moment moment;
  private String component = "";
  private boolean named;
  private boolean first;
  private boolean told;
  private boolean frames;

  RecordTail(AppRecords records) {
    this.records = records;
  }

  /** The next lines belong to a record about a request. */
  void behind(AppEvent event) {
    head = event;
    moment = AppRecords.Moment.of(event.getTime(), event.getResolution());
    component = event.getService();
    begin(!event.getExceptionType().isEmpty(), false, event.getMessage());
  }

  /**
   * The next lines belong to a record about no request.
   *
   * @param evidence whether the record itself told of its process
   */
  void behind(AppRecords.Moment at, String name, boolean evidence) {
    head = null;
    moment = at;
    component = name;
    begin(false, evidence, "");
  }

  private void begin(boolean type, boolean evidence, String message) {
    named = type;
    first = true;
    told = evidence;
    frames = message.endsWith(PYTHON + ":");
  }

  /** Whether there was a record at all. */
  boolean began() {
    return moment != null;
  }

  /** Whether a line that begins no record looks as if it belonged to the one before. */
  boolean isMine(String text) {
    return began() && (Continuations.looksLike(text) || isPanic(text));
  }

  /** The outcome of a further line; there must have been a head. */
  ParseResult read(RawLine line, String text) {
    if (text.startsWith(PYTHON)) {
      frames = true;
      return new ParseResult.Continued();
    }
    if (isPanic(text)) {
      return panic(line, text);
    }
    boolean behindFrames = frames && !Character.isWhitespace(text.isEmpty() ? ' ' : text.charAt(0));
    String said = behindFrames ? text : text.strip();
    String type =
        behindFrames
            ? ExceptionNames.leading(said)
            : first && !frames ? ExceptionNames.beginning(said) : "";
    if (behindFrames) {
      frames = false;
    }
    return type.isEmpty() ? cause(line, said) : exception(line, said, type);
  }

  private ParseResult exception(RawLine line, String said, String type) {
    first = false;
    if (head == null) {
      return evidence(line, said);
    }
    if (named) {
      return new ParseResult.Continued();
    }
    return event(line, said, type);
  }

  private ParseResult.Event event(RawLine line, String said, String type) {
    AppEvent event = records.like(head, line);
    event.setKind(AppEventKind.LOG);
    event.setMessage(AppRecords.cut(said));
    event.setExceptionType(AppRecords.cut(type));
    return new ParseResult.Event(event);
  }

  private ParseResult cause(RawLine line, String said) {
    boolean cause = head == null && said.startsWith("Caused by: ");
    return cause ? evidence(line, said) : new ParseResult.Continued();
  }

  /** A line that says what became of the process; once a record, for a trace says it repeatedly. */
  private ParseResult evidence(RawLine line, String said) {
    ComponentEventKind kind = told ? null : ProcessWords.kind(said);
    boolean failure =
        kind == ComponentEventKind.OUT_OF_MEMORY
            || kind == ComponentEventKind.POOL_FULL
            || kind == ComponentEventKind.WORKER_TIMEOUT;
    if (!failure) {
      return new ParseResult.Continued();
    }
    told = true;
    return records.component(line, moment, kind, component, said);
  }

  private static boolean isPanic(String text) {
    return text.startsWith("panic: ")
        || text.startsWith("fatal error: ")
        || text.startsWith("thread '") && text.contains("' panicked at ");
  }

  private ParseResult panic(RawLine line, String text) {
    boolean announced =
        head != null && (head.getLevel().equals("PANIC") || head.getLevel().equals("FATAL"));
    if (announced && !named) {
      named = true;
      return event(line, text, PANIC);
    }
    return announced
        ? new ParseResult.Continued()
        : records.component(
            line,
            moment,
            text.contains("out of memory")
                ? ComponentEventKind.OUT_OF_MEMORY
                : ComponentEventKind.WORKER_KILLED,
            component,
            text);
  }
}
