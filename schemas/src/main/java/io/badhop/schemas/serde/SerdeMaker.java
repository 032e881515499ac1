package io.badhop.schemas.serde;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

/** Makes the serde of one topic. */
interface SerdeMaker {

  /**
   * @param types what the topic carries
   * @param subjects how its subjects are named
   * @param common type of all records
   */
  <T extends SpecificRecord> Serde<T> make(
      RecordTypes types, SubjectNames subjects, Class<T> common);
}
