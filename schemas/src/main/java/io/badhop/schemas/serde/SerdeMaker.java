package io.badhop.schemas.serde;

import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

/** Makes the serde of one topic. */
interface SerdeMaker {

  /**
   * @param types what the topic carries
   * @param subjects how its subjects are named
   * @param common type of all records
   * @param unread string fields, as {@code Record.field}, that a reader may leave empty
   */
  <T extends SpecificRecord> Serde<T> make(
      RecordTypes types, SubjectNames subjects, Class<T> common, Set<String> unread);
}
