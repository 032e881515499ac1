package io.badhop.schemas.serde;

import io.badhop.schemas.scan.RecordScan;
import org.apache.kafka.common.errors.SerializationException;

/** A deserializer that can also read records where they stand. */
public interface InPlace {

  /**
   * The fields of a value where they stand.
   *
   * @param array holds the value from {@code start} to {@code end}, header and record; must not be
   *     changed as long as the scan is asked
   * @return a scan that is used again for the next record of its schema on this thread; null when
   *     the value has to be deserialized, as another version of its schema wrote it, or it is of a
   *     kind that cannot be scanned
   * @throws SerializationException when the value is no whole record in the wire format
   */
  RecordScan scan(String topic, byte[] array, int start, int end);
}
