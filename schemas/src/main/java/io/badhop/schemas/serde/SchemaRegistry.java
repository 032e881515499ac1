package io.badhop.schemas.serde;

import java.util.Optional;
import java.util.OptionalInt;
import org.apache.avro.Schema;

/**
 * Gives schemas their numbers and schemas back for numbers.
 *
 * <p>The operations are those that a Confluent-compatible registry offers. Implementations are safe
 * for use by several threads. Each may throw {@link RegistryUnavailableException} when the registry
 * is away: the same call may succeed later.
 */
public interface SchemaRegistry {

  /**
   * Registers {@code schema} under {@code subject} unless it is there already.
   *
   * @return the schema's number, positive and the same for the same schema under every subject
   * @throws SchemaRegistryException when the schema could not read what the subject's latest schema
   *     wrote, or the registry fails
   */
  int register(String subject, Schema schema);

  /**
   * The schema with number {@code id}, never null.
   *
   * @throws SchemaRegistryException when no schema has this number, or the registry fails
   */
  Schema byId(int id);

  /**
   * The number of a schema that is registered under {@code subject}; empty when it is not.
   *
   * @throws SchemaRegistryException when the registry fails
   */
  OptionalInt findId(String subject, Schema schema);

  /**
   * The same where it must be there.
   *
   * @throws SchemaRegistryException when it is not registered there, or the registry fails
   */
  default int idOf(String subject, Schema schema) {
    return findId(subject, schema)
        .orElseThrow(
            () ->
                new SchemaRegistryException(
                    "this version of "
                        + schema.getFullName()
                        + " is not registered under subject "
                        + subject));
  }

  /**
   * The latest schema that is registered under {@code subject}; empty when there is none.
   *
   * @throws SchemaRegistryException when the registry fails, or what stands there is no Avro schema
   */
  Optional<Schema> latest(String subject);

  /**
   * What keeps {@code schema} from following the latest one under {@code subject} in BACKWARD
   * compatibility, in words; empty when nothing does. Decided here by Avro's rules, as registries
   * differ in what they check unasked.
   *
   * @throws SchemaRegistryException when the registry fails
   */
  default Optional<String> obstacle(String subject, Schema schema) {
    return latest(subject).flatMap(latest -> Compatibility.obstacle(schema, latest));
  }
}
