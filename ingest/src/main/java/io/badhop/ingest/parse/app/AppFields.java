package io.badhop.ingest.parse.app;

import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ParseResult;
import io.badhop.ingest.parse.RawLine;
import java.util.Map;

/**
 * Records of applications whose fields came another way than as one JSON object a line; they mean
 * the same here as in an application's JSON log.
 */
public final class AppFields {

  private final NamedRecords records;

  /**
   * A reader for one source.
   *
   * @param context with the names of the fields
   */
  public AppFields(ParseContext context) {
    records = new NamedRecords(context, new RecordTail(new AppRecords(context)));
  }

  /**
   * What a record says.
   *
   * @param place has the record's identity; its text is not looked at
   * @param fields name → value; a name that is there has a value that is not empty
   */
  public ParseResult read(RawLine place, Map<String, String> fields) {
    return records.read(place, fields, true);
  }
}
